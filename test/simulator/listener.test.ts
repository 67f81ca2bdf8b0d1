import { once } from "node:events";
import { connect } from "node:net";
import { createJobsClient } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { describe, expect, suite, test } from "vitest";

suite(listen, () => {
  test("serves every service at a URL of its own", async () => {
    const simulator = createSimulator();
    const server = await listen(simulator);
    const jobs = createJobsClient({ ...simulator.clientOptions, endpoints: server.endpoints, fetch: undefined });
    for (const service of ["sfs-turbo", "workspace", "dcs"] as const) {
      const ref = simulator.addJob({ service, scenario: "success", duration: 0 });
      expect(await jobs.get(ref)).toMatchObject({ service, id: ref.id, state: "succeeded" });
      expect(server.endpoints[service]).toBe(`http://127.0.0.1:${server.port}/${service}`);
    }
    await server.close();
  });

  test("serves the bare paths of the services as well", async () => {
    const simulator = createSimulator();
    const server = await listen(simulator);
    const endpoints = { "sfs-turbo": server.url, workspace: server.url, dcs: server.url };
    const jobs = createJobsClient({ ...simulator.clientOptions, endpoints, fetch: undefined });
    for (const service of ["sfs-turbo", "workspace", "dcs"] as const) {
      const ref = simulator.addJob({ service, scenario: "success", duration: 0 });
      expect(await jobs.get(ref)).toMatchObject({ service, state: "succeeded" });
    }
    await server.close();
  });

  test("responds to anything else as the gateway does", async () => {
    const server = await listen(createSimulator());
    const response = await fetch(`${server.url}//`, { method: "POST", body: "x".repeat(100_000) });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error_code: "APIGW.0101" });
    await server.close();
  });

  test("listens on the given host and port", async () => {
    const first = await listen(createSimulator(), { host: "localhost" });
    expect(first.url).toBe(`http://localhost:${first.port}`);
    await expect(listen(createSimulator(), { host: "localhost", port: first.port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
    await first.close();
    const second = await listen(createSimulator(), { host: "localhost", port: first.port });
    expect(second.port).toBe(first.port);
    await second.close();
  });

  test.each([
    [{ port: 65_536 }, /"port" must be a whole number, 0 to 65535; got 65536/],
    [{ port: Number.NaN }, /"port" must be/],
    [{ host: "" }, /"host" must be/],
  ])("rejects %o", async (options, message) => {
    await expect(listen(createSimulator(), options)).rejects.toThrow(message);
  });
});

describe("close", () => {
  test("ends requests that hang and connections that are open", async () => {
    const simulator = createSimulator();
    simulator.injectFault({ kind: "hang" });
    const server = await listen(simulator);
    const idle = connect(server.port, "127.0.0.1");
    await once(idle, "connect");
    const ended = once(idle, "close");
    const response = fetch(server.endpoints.dcs).catch((error: unknown) => error);
    await expect.poll(() => simulator.requests.length).toBe(1);
    await server.close();
    await ended;
    expect(await response).toBeInstanceOf(TypeError);
    const { port } = server;
    await expect(once(connect(port, "127.0.0.1"), "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("leaves nothing behind that keeps the process alive", async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP")).length;
    const simulator = createSimulator();
    simulator.injectFault({ kind: "hang" });
    const server = await listen(simulator);
    const caller = connect(server.port, "127.0.0.1").on("error", () => {});
    caller.write("GET /dcs HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await expect.poll(() => simulator.requests.length).toBe(1);
    const ended = once(caller, "close");
    await server.close();
    await ended;
    const openSockets = () => process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP")).length;
    await expect.poll(openSockets).toBeLessThanOrEqual(before);
  });

  test("may be called again", async () => {
    const server = await listen(createSimulator());
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});
