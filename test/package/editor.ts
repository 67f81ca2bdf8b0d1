import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const server = createRequire(import.meta.url).resolve("typescript/lib/tsserver.js");

/** A place in a file, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly offset: number;
}

/**
 * Opens a file in TypeScript's language server, as an editor does, and sends it one command.
 *
 * @param places - where in the file; one request each
 * @returns the bodies of the responses, in order
 */
export async function askEditor<Body>(file: string, command: string, places: readonly Place[]): Promise<Body[]> {
  const editor = spawn(process.execPath, [server, "--disableAutomaticTypingAcquisition"]);
  const send = (seq: number, name: string, place?: Place) =>
    editor.stdin.write(`${JSON.stringify({ seq, type: "request", command: name, arguments: { file, ...place } })}\n`);
  const bodies: Body[] = [];
  send(0, "open");
  places.forEach((place, index) => {
    send(index + 1, command, place);
  });
  for await (const line of createInterface(editor.stdout)) {
    const { request_seq, body } = line.startsWith("{") ? JSON.parse(line) : {};
    if (request_seq > 0) {
      bodies[request_seq - 1] = body;
    }
    if (request_seq === places.length) {
      editor.kill();
    }
  }
  return bodies;
}
