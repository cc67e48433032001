import { type GatewayProcess, startProcess } from "../support/process.ts";

/** What a gateway answered. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: answers have as many shapes as there are questions.
  readonly data: any;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly coherence?: { readonly degraded?: readonly string[] } };
}

/** One of the gateways of a run: a process that may be ended and started again. */
export interface Member {
  readonly name: string;
  /** Its present life, such as `g1#2`: a process started again is another one. */
  readonly life: string;
  readonly state: "up" | "stopped" | "down";
  /** Throws if the connection fails: nobody knows then what became of the operation. */
  send(document: string, variables: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** How long ago its last successful poll of the store began, in milliseconds. */
  lastPoll(): Promise<number | null>;
  /** Resolves when it serves. */
  start(): Promise<void>;
  kill(): Promise<void>;
  stop(): void;
  resume(): void;
}

export function createMember(name: string, env: Readonly<Record<string, string>>): Member {
  let lives = 0;
  let life = "";
  let state: Member["state"] = "down";
  let process: GatewayProcess;
  let url = "";

  return {
    name,
    get life() {
      return life;
    },
    get state() {
      return state;
    },
    send: async (query, variables, headers = {}) => {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    lastPoll: async () => {
      const response = await fetch(`${url}/health`);
      return ((await response.json()) as { relay: { lastPollMsAgo: number | null } }).relay.lastPollMsAgo;
    },
    start: async () => {
      process = startProcess({ LOG_LEVEL: "info", LOG_FORMAT: "json", ...env });
      url = await process.url();
      life = `${name}#${++lives}`;
      state = "up";
    },
    kill: async () => {
      if (state === "down") return;
      state = "down";
      process.signal("SIGKILL");
      await process.ended;
    },
    stop: () => {
      state = "stopped";
      process.signal("SIGSTOP");
    },
    resume: () => {
      process.signal("SIGCONT");
      state = "up";
    },
  };
}
