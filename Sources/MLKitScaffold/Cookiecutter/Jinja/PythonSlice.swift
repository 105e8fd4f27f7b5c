/// `[start:end:step]`
struct PythonSlice {
    let start: Int?
    let end: Int?
    let step: Int?

    /// The positions picked out of `count`.
    func indices(_ count: Int) throws -> [Int] {
        let step = step ?? 1
        guard step != 0 else { throw JinjaComplaint("the step of a slice is 0") }
        let isForward = step > 0
        let from = start.map { bounded($0, count, isForward) } ?? (isForward ? 0 : count - 1)
        let to = end.map { bounded($0, count, isForward) } ?? (isForward ? count : -1)
        return Array(stride(from: from, to: to, by: step))
    }

    private func bounded(_ index: Int, _ count: Int, _ isForward: Bool) -> Int {
        let position = index < 0 ? index &+ count : index
        return isForward ? min(max(position, 0), count) : min(max(position, -1), count - 1)
    }
}
