import MLKitCore
import MLKitReports
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// Figures of random tables beside those of pandas, NumPy and scipy, to nine digits: with ties, missing values, and numbers that are very
/// large, very small, or nearly the same.
@Suite(.serialized) struct DifferentialTests {
    /// Draws columns of numbers and of categories, and writes what the peers say of them.
    private static let script = """
        import json, sys, warnings
        import numpy as np, pandas as pd
        from scipy import stats
        from scipy.spatial.distance import jensenshannon
        from scipy.stats.contingency import association
        from sklearn.metrics import mutual_info_score

        warnings.simplefilter("ignore")
        random = np.random.default_rng(int(sys.argv[1]))

        def numbers(kind, n):
            x = {
                "normal": lambda: random.normal(3, 2, n), "ties": lambda: random.integers(0, 6, n).astype(float),
                "offset": lambda: 1e9 + random.normal(0, 1, n), "tiny": lambda: random.normal(0, 1e-150, n),
                "large": lambda: random.normal(0, 1e150, n), "tail": lambda: np.exp(random.normal(0, 6, n)),
                "constant": lambda: np.full(n, 7.25), "two": lambda: random.choice([-0.0, 1.0], n),
                "mixed": lambda: np.where(random.random(n) < 0.1, 1e12, random.normal(0, 1, n)),
            }[kind]()
            if random.random() < 0.6: x[random.random(n) < 0.2] = np.nan
            return x

        def binned(a, b):
            both = np.concatenate([a, b])
            edges = np.linspace(both.min(), both.max(), int(np.ceil(np.log2(len(both)) + 1)) + 1)
            p, q = (np.histogram(v, edges)[0] for v in (a, b))
            return {"from": p.tolist(), "to": q.tolist(), "js": float(jensenshannon(p / p.sum(), q / q.sum()))}

        def centred(kind, x):
            x = x - 1e9 if kind == "offset" else x
            return x * 2.0 ** -np.floor(np.log2(x.abs().max()))

        def listed(x): return [None if np.isnan(v) else float(v) for v in np.asarray(x, float)]
        kinds = ["normal", "ties", "offset", "tiny", "large", "tail", "constant", "two", "mixed"]
        shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]
        out = {"columns": [], "pairs": [], "samples": [], "tables": []}
        frame = {}
        n = int(random.integers(20, 400))
        for kind in kinds:
            x = frame[kind] = pd.Series(numbers(kind, n))
            p = x.dropna()
            low, high = p.quantile([0.25, 0.75])
            # Both without what is lost to rounding: the offset itself, and powers beyond what numbers hold.
            own = centred(kind, p)
            out["columns"].append({
                "name": kind, "x": listed(x), "count": int(p.count()), "zeros": int((p == 0).sum()), "distinct": int(p.nunique()),
                "minimum": p.min(), "maximum": p.max(), "mean": p.mean(), "deviation": p.std(), "skewness": float(stats.skew(own, \
        bias=False)),
                "kurtosis": float(stats.kurtosis(own, bias=False)), "quantiles": np.quantile(p, shares).tolist(),
                "outliers": int(((p < low - 1.5 * (high - low)) | (p > high + 1.5 * (high - low))).sum())})
        for a in kinds:
            for b in kinds:
                both = frame[a].notna() & frame[b].notna()
                x, y = frame[a][both], frame[b][both]
                if a < b and x.nunique() > 1 and y.nunique() > 1:
                    out["pairs"].append({"a": a, "b": b, "rows": int(both.sum()), "pearson": stats.pearsonr(centred(a, x), centred(b, \
        y))[0], "spearman": stats.spearmanr(x, y)[0]})
        for kind in kinds:
            a, b = (np.sort(v[~np.isnan(v)]) for v in (numbers(kind, int(random.integers(5, 120))), numbers(kind, int(random.integers(5, \
        120)))))
            if random.random() < 0.5: b = np.sort(b * 1.4)
            ks = stats.ks_2samp(a, b, method="exact")
            out["samples"].append({"name": kind, "a": listed(a), "b": listed(b), "ks": float(ks.statistic), "chance": float(ks.pvalue),
                                   "wasserstein": stats.wasserstein_distance(a, b), "deviation": float(np.std(a)),
                                   "bins": binned(a, b)})
        for _ in range(8):
            height, width, n = random.integers(1, 9), random.integers(1, 9), random.integers(10, 400)
            x, y = random.integers(0, height, n), random.integers(0, width, n)
            y = np.where(random.random(n) < 0.4, x % width, y)
            table = pd.crosstab(x, y).to_numpy()
            entry = {"x": x.tolist(), "y": y.tolist(), "mutual": mutual_info_score(x, y)}
            if min(table.shape) > 1: entry["cramer"] = float(association(table, method="cramer", correction=False))
            size = max(height, 2)
            f, t = np.bincount(x, minlength=size), np.bincount(random.integers(0, size, n // 2 + 1), minlength=size)
            p, q = f / f.sum(), t / t.sum()
            used = (f + t) > 0
            entry.update({"from": f.tolist(), "to": t.tolist(), "js": float(jensenshannon(p, q)), "linf": float(np.abs(p - q).max())})
            if used.sum() > 1: entry["chi2"] = float(stats.chi2_contingency(np.array([f, t])[:, used], correction=False).pvalue)
            p, q = np.where(p == 0, 0.0001, p), np.where(q == 0, 0.0001, q)
            entry["psi"] = float(((q - p) * np.log(q / p))[used].sum())
            out["tables"].append(entry)
        print(json.dumps(out, default=float))
        """

    private func peers(_ seed: Int) async throws -> JSON {
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let scratch = try ScratchDirectory()
        let outcome = try await BuiltTool.run(python, ["-c", Self.script, "\(seed)"], in: scratch.path)
        try #require(outcome.status == 0, "\(outcome.error)")
        // Python writes NaN and Infinity, which JSON does not have.
        let text = outcome.output.replacing(": NaN", with: ": null").replacing("-Infinity", with: "null")
            .replacing("Infinity", with: "null")
        return try JSON(parsing: Array(text.utf8))
    }

    /// - Parameter floor: below which a difference is that of rounding.
    private func expect(
        _ value: Double?, _ expected: JSON?, floor: Double = 0, _ what: String, location: Testing.SourceLocation = #_sourceLocation
    ) {
        guard let expected = expected?.double else {
            #expect(value?.isFinite != true, "\(what): \(String(describing: value)), none expected", sourceLocation: location)
            return
        }
        let distance = abs((value ?? .nan) - expected)
        #expect(distance <= max(1e-9 * abs(expected), floor), "\(what): \(String(describing: value)), not \(expected)",
            sourceLocation: location)
    }

    private func numbers(_ json: JSON?) -> [Double] { (json?.array ?? []).map { $0.double ?? .nan } }

    @Test(arguments: 1...3) func figuresAreThoseOfThePeers(seed: Int) async throws {
        let all = try await peers(seed)
        var columns: [String: ComparedColumn] = [:]
        for entry in all["columns"]?.array ?? [] {
            let (name, values) = (entry["name"]?.string ?? "", numbers(entry["x"]))
            columns[name] = ComparedColumn(name, .numeric(values), mostCategories: 100)
            let present = values.filter { !$0.isNaN }
            var summary = NumberSummary(limit: 1 << 16, sampleLimit: 1 << 20)
            for start in stride(from: 0, to: present.count, by: 37) {
                present[start..<min(start + 37, present.count)].withUnsafeBufferPointer { summary.add($0) }
            }
            let scale = present.map(abs).max() ?? 0
            #expect(summary.count == entry["count"]?.int && summary.zeros == entry["zeros"]?.int
                && summary.distinct.count == entry["distinct"]?.int, "\(name)")
            expect(summary.minimum, entry["minimum"], "minimum of \(name)")
            expect(summary.maximum, entry["maximum"], "maximum of \(name)")
            expect(summary.mean, entry["mean"], floor: 1e-15 * scale, "mean of \(name)")
            expect(summary.deviation, entry["deviation"], floor: 1e-15 * scale, "deviation of \(name)")
            var described = DataReport.Distribution(name: name)
            NumberDistribution(values).describe(&described)
            for (found, expected) in zip(described.quantiles?.map(\.value) ?? [], entry["quantiles"]?.array ?? []) {
                expect(found, expected, floor: 1e-15 * scale, "quantile of \(name)")
            }
            #expect(described.outliers == entry["outliers"]?.int && described.quantiles?.count == 9, "\(name)")
            expect(described.skewness, entry["skewness"], floor: 1e-9, "skewness of \(name)")
            expect(described.kurtosis, entry["kurtosis"], floor: 1e-9, "kurtosis of \(name)")
        }
        for entry in all["pairs"]?.array ?? [] {
            let one = try #require(columns[entry["a"]?.string ?? ""]), other = try #require(columns[entry["b"]?.string ?? ""])
            let found = ComparedColumn.association(one, other)
            #expect(found.rows == entry["rows"]?.int)
            expect(found.pearson, entry["pearson"], floor: 1e-9, "Pearson of \(one.name) and \(other.name)")
            expect(found.spearman, entry["spearman"], floor: 1e-9, "Spearman of \(one.name) and \(other.name)")
        }
        for entry in all["samples"]?.array ?? [] {
            let (name, a, b) = (entry["name"]?.string ?? "", numbers(entry["a"]), numbers(entry["b"]))
            let distance = NumberDistance.kolmogorovSmirnov(a, b)
            expect(distance, entry["ks"], floor: 1e-12, "Kolmogorov and Smirnov of \(name)")
            expect(KolmogorovSmirnov.chance(distance, a.count, b.count), entry["chance"], "its chance")
            if name != "constant" {
                let bins = NumberBins(ofOneWidth: a, b)
                let counts = CountDistance(from: bins.counts(a), to: bins.counts(b))
                #expect(counts.from == entry["bins"]?["from"]?.array?.compactMap(\.int)
                    && counts.to == entry["bins"]?["to"]?.array?.compactMap(\.int), "\(name)")
                expect(counts.jensenShannon, entry["bins"]?["js"], floor: 1e-9, "Jensen and Shannon of \(name)")
            }
            let scale = (a + b).map(abs).max() ?? 0
            expect(NumberDistance.wasserstein(a, b), entry["wasserstein"], floor: 1e-14 * scale, "Wasserstein of \(name)")
            expect(NumberDistance.deviation(a), entry["deviation"], floor: 1e-15 * scale, "deviation of \(name)")
        }
        for entry in all["tables"]?.array ?? [] {
            func whole(_ key: String) -> [Int] { (entry[key]?.array ?? []).compactMap(\.int) }
            let table = ContingencyTable(whole("x"), whole("y"))
            expect(table.mutualInformation, entry["mutual"], floor: 1e-12, "mutual information")
            expect(table.cramersV, entry["cramer"], "Cramér's V")
            let counts = CountDistance(from: whole("from"), to: whole("to"))
            expect(counts.jensenShannon, entry["js"], floor: 1e-9, "Jensen and Shannon")
            expect(counts.largest, entry["linf"], floor: 1e-15, "largest difference")
            expect(counts.stabilityIndex, entry["psi"], floor: 1e-12, "stability index")
            if entry["chi2"] != nil { expect(counts.chance, entry["chi2"], "chi-squared") }
        }
        #expect(all["columns"]?.array?.count == 9 && all["samples"]?.array?.count == 9 && all["tables"]?.array?.count == 8)
    }
}
