internal import Glibc

/// What naive Bayes learns of the training rows: sums by class, each row as often as it counts. A number that is missing is in none.
struct BayesCounts {
    let layout: BayesLayout
    let classes: Int
    /// Rows of each class.
    private(set) var rows: [Double]
    /// By input and class [width, classes]: of numbers the rows that have them; of others, and of flags, the sum of the values.
    private(set) var sums: [Double]
    /// By number and class [numbers, classes]; of classes that have none those of all rows.
    private var means: [Double]
    private var variances: [Double]
    /// The largest variance that a number has over all rows.
    private var largestVariance = 0.0

    init(_ data: TrainingData.Split, _ layout: BayesLayout, classes: Int) {
        (self.layout, self.classes) = (layout, classes)
        rows = [Double](repeating: 0, count: classes)
        sums = [Double](repeating: 0, count: layout.width * classes)
        let empty = [Double](repeating: 0, count: layout.numbers * classes)
        (means, variances) = (empty, empty)
        var totals = empty
        data.forEachRow(layout) { row, numbers, places, values in
            let (kind, weight) = (Int(data.targets[row]), data.weight(of: row))
            rows[kind] += weight
            for (place, value) in numbers.enumerated() where !value.isNaN {
                sums[place * classes + kind] += layout.flags.contains(place) ? weight * value : weight
                totals[place * classes + kind] += weight * value
            }
            for entry in places.indices { sums[Int(places[entry]) * classes + kind] += weight * Double(values[entry]) }
        }
        var squares = empty
        let known = sums
        func ratio(_ sums: [Double], _ place: Int) -> Double { known[place] > 0 ? sums[place] / known[place] : 0 }
        means = totals.indices.map { ratio(totals, $0) }
        data.forEachRow(layout) { row, numbers, _, _ in
            let (kind, weight) = (Int(data.targets[row]), data.weight(of: row))
            for (place, value) in numbers.enumerated() where !value.isNaN {
                let distance = value - means[place * classes + kind]
                squares[place * classes + kind] += weight * distance * distance
            }
        }
        variances = squares.indices.map { ratio(squares, $0) }
        for place in layout.normal { takeWhole(place) }
    }

    /// What a number is like over all rows: of classes without one, and as a measure for what is added to variances.
    private mutating func takeWhole(_ place: Int) {
        let own = (place * classes)..<((place + 1) * classes)
        let all = sums[own].reduce(0, +)
        guard all > 0 else { return }
        let mean = own.reduce(0) { $0 + sums[$1] * means[$1] } / all
        let variance = own.reduce(0) { $0 + sums[$1] * (variances[$1] + (means[$1] - mean) * (means[$1] - mean)) } / all
        largestVariance = max(largestVariance, variance)
        for entry in own where sums[entry] == 0 { (means[entry], variances[entry]) = (mean, variance) }
    }

    func estimator(_ configuration: BayesFamily.Configuration) -> BayesEstimator {
        let all = rows.reduce(0, +)
        var base = rows.map { Self.logarithm($0 / all) }
        var weights = [Double](repeating: 0, count: (layout.width - layout.numbers + layout.flags.count) * classes)
        for (number, place) in layout.flags.enumerated() {
            for kind in 0..<classes {
                let set = sums[place * classes + kind] + configuration.smoothing
                let both = rows[kind] + 2 * configuration.smoothing
                base[kind] += Self.logarithm((both - set) / both)
                weights[number * classes + kind] = Self.logarithm(set / both) - Self.logarithm((both - set) / both)
            }
        }
        for column in layout.columns {
            for kind in 0..<classes {
                let counts = column.map { sums[$0 * classes + kind] + configuration.smoothing }
                let both = counts.reduce(0, +)
                for (place, count) in zip(column, counts) {
                    weights[(place - layout.numbers + layout.flags.count) * classes + kind] = Self.logarithm(count / both)
                }
            }
        }
        let added = configuration.variance * largestVariance
        let normal = layout.normal
        return BayesEstimator(
            layout: layout, classes: classes, base: base,
            means: normal.flatMap { means[$0 * classes..<($0 + 1) * classes] },
            variances: normal.flatMap { place in
                variances[place * classes..<(place + 1) * classes].map { max($0 + added, Self.leastVariance) }
            }, weights: weights)
    }

    /// A column that is the same everywhere is no reason to divide by nothing.
    private static let leastVariance = 1e-30

    /// A class without rows is very improbable, and no infinity.
    private static func logarithm(_ share: Double) -> Double { log(max(share, .leastNormalMagnitude)) }
}

extension TrainingData.Split {
    /// Calls `body` with each row: its numbers, those too that are 0, and the places and values of the other inputs that are not.
    func forEachRow(_ layout: BayesLayout, _ body: (Int, [Double], ArraySlice<Int32>, ArraySlice<Float>) -> Void) {
        features.forEachRow(layout, body)
    }
}

extension FeatureMatrix {
    func forEachRow(_ layout: BayesLayout, _ body: (Int, [Double], ArraySlice<Int32>, ArraySlice<Float>) -> Void) {
        guard let sparse else { return }
        var numbers = [Double](repeating: 0, count: layout.numbers)
        for row in 0..<rows {
            for place in numbers.indices { numbers[place] = 0 }
            var entry = sparse.starts[row]
            let end = sparse.starts[row + 1]
            while entry < end, sparse.places[entry] < layout.numbers {
                numbers[Int(sparse.places[entry])] = Double(sparse.values[entry])
                entry += 1
            }
            body(row, numbers, sparse.places[entry..<end], sparse.values[entry..<end])
        }
    }
}
