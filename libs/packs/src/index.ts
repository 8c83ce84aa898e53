export { loadArticles, loadPack, loadPacks, PACKS_FOLDER, REGIONS, type LoadedPack } from './load.ts';
export { PackError } from './pack-error.ts';
