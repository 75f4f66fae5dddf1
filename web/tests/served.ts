import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** The program: DATELINE, or what cargo built last. */
const PROGRAM = [process.env.DATELINE, '../../target/debug/dateline', '../../target/release/dateline']
  .filter((path) => path !== undefined)
  .map((path) => (path.startsWith('/') ? path : fileURLToPath(new URL(path, import.meta.url))))
  .find((path) => existsSync(path));
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is a program and a browser to test with; says so where there is not. */
export const ready = (PROGRAM !== undefined || process.env.DATELINE_URL !== undefined) && existsSync(CHROMIUM);
if (!ready) console.log('skipped: no program (DATELINE names it) or no browser (CHROMIUM)');

/** Whether the tests can start servers as they need them: not where DATELINE_URL names one that runs. */
export const starts = ready && process.env.DATELINE_URL === undefined;

/** Widths and looks that every screen is tried in. */
export const SHAPES = [
  { name: 'desk, light', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'desk, dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'phone, light', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone, dark', width: 390, height: 844, colorScheme: 'dark' },
] as const;

/** A server with the example reports, and a browser. */
export type Served = { url: string; browser: Browser; end: () => Promise<void> };

/** Starts `dateline serve --demo` on a free port (or takes the server that DATELINE_URL names) and a browser. */
export async function serve(...more: string[]): Promise<Served> {
  return opened(await server(['--demo', ...more]));
}

/** The password of everybody in these tests. */
export const PASSWORD = 'three calm words';

/** Starts a server of the example reports with accounts: their names and roles. */
export async function serveTo(people: Record<string, string>, ...more: string[]): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-'));
  const db = join(folder, 'record.db');
  const run = (args: string[], input = '') => execFileSync(PROGRAM ?? '', [...args, '--db', db], { input, stdio: 'pipe' });
  run(['ingest', fileURLToPath(new URL('../../examples/reports', import.meta.url))]);
  for (const [name, role] of Object.entries(people)) run(['user', 'add', name, '--role', role], PASSWORD);
  const served = await opened(await server(['--db', db, ...more]));
  const end = async () => {
    await served.end();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...served, end };
}

async function opened({ url, child }: { url: string; child?: ChildProcess }): Promise<Served> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const end = async () => {
    await browser.close();
    child?.kill('SIGTERM');
  };
  return { url, browser, end };
}

async function server(more: string[]): Promise<{ url: string; child?: ChildProcess }> {
  if (process.env.DATELINE_URL) return { url: process.env.DATELINE_URL };
  const child = spawn(PROGRAM ?? '', ['serve', '--listen', '127.0.0.1:0', ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise<string>((found, failed) => {
    let said = '';
    const read = (bytes: Buffer) => {
      said += bytes.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (address) found(address[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => failed(new Error(`dateline serve ended with ${code}: ${said}`)));
  });
  return { url, child };
}

/** Signs somebody in on the page that asks for it. */
export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  const form = page.locator('form');
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Password').fill(password);
  await form.getByRole('button', { name: 'Sign in' }).click();
}

/** A page, and all that went wrong on it: errors, refusals of the Content-Security-Policy, requests to other machines. */
export async function visit(served: Served, path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; wrong: string[] }> {
  const context = await served.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(served.url) && !request.url().startsWith('blob:')) wrong.push(`asked ${request.url()}`);
  });
  await page.goto(served.url + path);
  return { page, wrong };
}

/** Options of a browser for one of the shapes. */
export function shaped({ width, height, colorScheme }: (typeof SHAPES)[number]): BrowserContextOptions {
  return { viewport: { width, height }, colorScheme };
}

/** Keeps a picture of the page where SHOTS names a folder, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });
}
