extension [Double] {
    func dot(_ other: [Double]) -> Double {
        var sum = 0.0
        for index in indices { sum += self[index] * other[index] }
        return sum
    }

    /// self += factor · other
    mutating func add(_ factor: Double, _ other: [Double]) {
        for index in indices { self[index] += factor * other[index] }
    }

    mutating func scale(_ factor: Double) {
        for index in indices { self[index] *= factor }
    }

    var largestMagnitude: Double { reduce(0) { Swift.max($0, abs($1)) } }

    /// Σ |x|
    var sumOfMagnitudes: Double { reduce(0) { $0 + abs($1) } }
}
