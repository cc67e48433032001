import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RedisTls } from "./redis-args.ts";
import { removeDirectory, serverDirectory } from "./server-process.ts";

/** A certificate for 127.0.0.1 and localhost, with its authority, as the paths of PEM files. */
export interface Certificates extends RedisTls {
  /** The certificate of another authority, which has signed nothing here. */
  readonly otherCa: string;
  remove(): Promise<void>;
}

/** Makes certificates that hold for a day, by openssl. */
export async function createCertificates(): Promise<Certificates> {
  const directory = await serverDirectory();
  const path = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => promisify(execFile)("openssl", args, { cwd: directory });
  const selfSigned = (name: string) =>
    openssl(...NEW_KEY, "-x509", "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.pem`);
  try {
    await writeFile(path("names.cnf"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
    await Promise.all([selfSigned("ca"), selfSigned("other")]);
    await openssl(...NEW_KEY, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr");
    const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names.cnf"];
    await openssl("x509", "-req", "-in", "server.csr", ...signed, "-days", "1", "-out", "server.pem");
  } catch (error) {
    await removeDirectory(directory);
    throw error;
  }
  return {
    cert: path("server.pem"),
    key: path("server.key"),
    ca: path("ca.pem"),
    otherCa: path("other.pem"),
    remove: () => removeDirectory(directory),
  };
}

const NEW_KEY = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
