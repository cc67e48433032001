import { parentPort, workerData } from "node:worker_threads";
import { play } from "./play.ts";

// A thread of the simulator: plays the lives that it is given, and says what became of them.
Error.stackTraceLimit = 0;
parentPort!.postMessage(await play(workerData));
