#!/usr/bin/env -S node --max-semi-space-size=64
// A group of commands makes more short-lived objects than the engine's 16 MB hold: many were copied again and again before they died.
import { main } from '../dist/main.js';

process.exitCode = await main(process.argv);
