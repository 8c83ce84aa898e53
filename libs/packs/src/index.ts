export { loadChart, readChart } from './chart.ts';
export { loadArticles, loadPack, loadPacks, PACKS_FOLDER, readPack, REGIONS, type LoadedPack } from './load.ts';
export { readManifest, type Manifest } from './manifest.ts';
export { PackError, problemText, type PackProblem } from './pack-error.ts';
export { recordPack } from './record-pack.ts';
