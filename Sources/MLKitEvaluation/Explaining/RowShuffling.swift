internal import MLKitTables

extension Table {
    /// Some of the rows, drawn without putting them back; all in their order where there are no more.
    ///
    /// - Returns: their places, in their order.
    func drawn(_ most: Int, seed: Int) -> [Int] {
        guard rowCount > most else { return Array(0..<rowCount) }
        var places = Array(0..<rowCount)
        var random = RandomSource(seed: seed)
        random.shuffle(&places)
        return places.prefix(most).sorted()
    }
}
