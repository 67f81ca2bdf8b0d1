import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { defineAsyncComponent } from "vue";
import Layout from "./Layout.vue";
import RedocFrame from "./RedocFrame.vue";
import "./style.css";

// Loaded on the page that has it, and in the browser alone.
const playground = import.meta.glob("./playground/Playground.vue");

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app }) {
    app.component("RedocFrame", RedocFrame);
    for (const load of Object.values(playground)) {
      app.component("Playground", defineAsyncComponent(load as () => Promise<never>));
    }
  },
} satisfies Theme;
