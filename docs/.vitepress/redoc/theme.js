// The page is light or dark as the site around it is.
{
  const useTheme = () => {
    const saved = localStorage.getItem("vitepress-theme-appearance") ?? "auto";
    const isDark = saved === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : saved === "dark";
    const [mode, other] = isDark ? ["dark", "light"] : ["light", "dark"];
    localStorage.setItem("redoc.colorMode", mode);
    document.documentElement.classList.remove(other);
    document.documentElement.classList.add(mode);
  };
  useTheme();
  addEventListener("storage", useTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", useTheme);
  document.documentElement.classList.toggle("framed", parent !== window);
}
