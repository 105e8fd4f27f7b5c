/// What chances of several comparisons are together: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian
/// Journal of Statistics 6, 1979.
enum HolmCorrection {
    /// In the order of `chances`.
    static func corrected(_ chances: [Double]) -> [Double] {
        var corrected = chances
        var highest = 0.0
        for (place, index) in chances.indices.sorted(by: { (chances[$0], $0) < (chances[$1], $1) }).enumerated() {
            highest = max(highest, min(chances[index] * Double(chances.count - place), 1))
            corrected[index] = highest
        }
        return corrected
    }
}
