// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later

/** Random numbers that repeat for a seed (mulberry32), with the distributions that traffic follows. */
export class Random {
    #state;
    #spare = null;

    constructor(seed) {
        this.#state = seed >>> 0;
    }

    /** Uniform in [0, 1). */
    next() {
        this.#state = (this.#state + 0x6d2b79f5) >>> 0;
        let t = this.#state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    }

    between(low, high) {
        return low + (high - low) * this.next();
    }

    chance(probability) {
        return this.next() < probability;
    }

    normal() {
        if (this.#spare !== null) {
            const spare = this.#spare;
            this.#spare = null;
            return spare;
        }
        const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
        const angle = 2 * Math.PI * this.next();
        this.#spare = radius * Math.sin(angle);
        return radius * Math.cos(angle);
    }

    /** Latencies look like this: most near the median, a long tail. */
    logNormal(median, sigma) {
        return median * Math.exp(sigma * this.normal());
    }

    exponential(mean) {
        return -mean * Math.log(1 - this.next());
    }

    /** How many events happen where `mean` are expected. */
    poisson(mean) {
        if (mean <= 0) {
            return 0;
        }
        if (mean > 30) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
        }
        const limit = Math.exp(-mean);
        let count = 0;
        for (let product = this.next(); product > limit; product *= this.next()) {
            ++count;
        }
        return count;
    }

    /** One key of `weights`, in proportion. */
    pick(weights) {
        const entries = Object.entries(weights);
        let rest = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
        for (const [key, weight] of entries) {
            rest -= weight;
            if (rest < 0) {
                return key;
            }
        }
        return entries.at(-1)[0];
    }
}

/** The level of traffic at a moment, around 1: a slow swell, a faster one and a little of both neighbours. */
export function swell(timeMs, phase = 0) {
    const t = timeMs / 1000;
    return 1 + 0.22 * Math.sin(t / 97 + phase) + 0.13 * Math.sin(t / 23 + 2 * phase) + 0.05 * Math.sin(t / 7.3);
}
