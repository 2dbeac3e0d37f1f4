// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later

const endpointTemplates = [
    { method: 'GET', path: '/api/users', weight: 28, median: 24, backend: 'users-1' },
    { method: 'GET', path: '/api/orders', weight: 22, median: 41, backend: 'orders-1' },
    { method: 'POST', path: '/api/orders', weight: 9, median: 88, backend: 'orders-2' },
    { method: 'GET', path: '/api/products', weight: 31, median: 17, backend: 'catalog-1' },
    { method: 'GET', path: '/api/products/:id', weight: 26, median: 12, backend: 'catalog-1' },
    { method: 'POST', path: '/api/auth/login', weight: 6, median: 152, backend: 'users-1' },
    { method: 'POST', path: '/api/auth/refresh', weight: 8, median: 33, backend: 'users-1' },
    { method: 'GET', path: '/api/search', weight: 14, median: 118, backend: 'search-1' },
    { method: 'PUT', path: '/api/cart', weight: 11, median: 36, backend: 'orders-1' },
    { method: 'GET', path: '/api/recommendations', weight: 7, median: 74, backend: 'search-1' },
    { method: 'DELETE', path: '/api/cart/:item', weight: 3, median: 29, backend: 'orders-2' },
    { method: 'GET', path: '/api/health', weight: 5, median: 2, backend: 'users-1' },
];
const weights = Object.fromEntries(endpointTemplates.map((endpoint, index) => [index, endpoint.weight]));
const usualStatus = { 200: 920, 201: 30, 304: 24, 400: 6, 401: 5, 404: 9, 429: 4, 500: 2 };
const keptMs = 3_600_000;
const sampledLatencies = 400;

export const backends = ['users-1', 'orders-1', 'orders-2', 'catalog-1', 'search-1'];

/** What a database of requests would hold: an hour of requests, summed up in buckets of time. */
export class TrafficLog {
    constructor(random, bucketSeconds) {
        this.random = random;
        this.bucketMs = bucketSeconds * 1000;
        this.buckets = [];
    }

    bucketAt(timeMs) {
        const start = Math.floor(timeMs / this.bucketMs) * this.bucketMs;
        let bucket = this.buckets.at(-1);
        if (!bucket || bucket.start < start) {
            bucket = { start, count: 0, classes: [0, 0, 0, 0], latencies: [], latencySum: 0, endpoints: new Map() };
            this.buckets.push(bucket);
            const oldest = start - keptMs;
            while (this.buckets[0].start < oldest) {
                this.buckets.shift();
            }
        }
        return bucket;
    }

    /** One request; `status` stands for an injected failure. */
    record(timeMs, extraLatencyMs, status = null) {
        const bucket = this.bucketAt(timeMs);
        const endpoint = endpointTemplates[Number(this.random.pick(weights))];
        const code = status ?? Number(this.random.pick(usualStatus));
        const latency = this.random.logNormal(endpoint.median, 0.6) + extraLatencyMs;
        ++bucket.count;
        ++bucket.classes[Math.min(3, Math.max(0, Math.floor(code / 100) - 2))];
        bucket.latencySum += latency;
        if (bucket.latencies.length < sampledLatencies) {
            bucket.latencies.push(latency);
        } else {
            bucket.latencies[Math.floor(this.random.next() * sampledLatencies)] = latency;
        }
        const key = `${endpoint.method} ${endpoint.path}`;
        const row = bucket.endpoints.get(key) ?? { count: 0, errors: 0, latencySum: 0 };
        ++row.count;
        row.errors += code >= 400 ? 1 : 0;
        row.latencySum += latency;
        bucket.endpoints.set(key, row);
        return { code, latency };
    }

    since(rangeMs) {
        const oldest = Date.now() - rangeMs;
        return this.buckets.filter((bucket) => bucket.start >= oldest);
    }

    requestRate(rangeMs) {
        return this.since(rangeMs).map((bucket) => ({
            timestamp: new Date(bucket.start).toISOString(),
            value: bucket.count / (this.bucketMs / 1000),
        }));
    }

    latencyPercentiles(rangeMs) {
        return this.since(rangeMs).filter((bucket) => bucket.count > 0).map((bucket) => ({
            bucket: new Date(bucket.start).toISOString(),
            ...percentiles(bucket.latencies),
            avg: bucket.latencySum / bucket.count,
        }));
    }

    /** PostgreSQL's COUNT is a bigint, and its driver hands a bigint over as text: so does this. */
    statusDistribution(rangeMs) {
        return this.since(rangeMs).map(({ start, classes }) => ({
            bucket: new Date(start).toISOString(),
            status_2xx: String(classes[0]),
            status_3xx: String(classes[1]),
            status_4xx: String(classes[2]),
            status_5xx: String(classes[3]),
        }));
    }

    topEndpoints(rangeMs, limit) {
        const sums = new Map();
        for (const bucket of this.since(rangeMs)) {
            for (const [key, row] of bucket.endpoints) {
                const sum = sums.get(key) ?? { count: 0, errors: 0, latencySum: 0 };
                sum.count += row.count;
                sum.errors += row.errors;
                sum.latencySum += row.latencySum;
                sums.set(key, sum);
            }
        }
        return [...sums].sort(([, a], [, b]) => b.count - a.count).slice(0, limit).map(([key, sum]) => ({
            method: key.split(' ')[0],
            path: key.split(' ')[1],
            request_count: String(sum.count),
            avg_latency: sum.latencySum / sum.count,
            error_rate: (100 * sum.errors) / sum.count,
        }));
    }

    overview(rangeMs) {
        const buckets = this.since(rangeMs);
        const sum = (of) => buckets.reduce((total, bucket) => total + of(bucket), 0);
        const total = sum((bucket) => bucket.count);
        const failed = sum((bucket) => bucket.classes[2] + bucket.classes[3]);
        const latencies = buckets.flatMap((bucket) => bucket.latencies);
        return {
            timestamp: new Date().toISOString(),
            totalRequests: String(total),
            successfulRequests: String(total - failed),
            failedRequests: String(failed),
            avgLatency: total > 0 ? sum((bucket) => bucket.latencySum) / total : null,
            p95Latency: percentiles(latencies).p95,
            p99Latency: percentiles(latencies).p99,
            rateLimitedRequests: String(Math.round(failed * 0.15)),
            errorRate: total > 0 ? (failed / total) * 100 : null,
        };
    }
}

export function percentiles(values) {
    if (values.length === 0) {
        return { p50: 0, p95: 0, p99: 0 };
    }
    const sorted = Float64Array.from(values).sort();
    const at = (q) => {
        const position = q * (sorted.length - 1);
        const low = Math.floor(position);
        const high = Math.min(sorted.length - 1, low + 1);
        return sorted[low] + (sorted[high] - sorted[low]) * (position - low);
    };
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
