/// The items that paths of records stand for, each path being taken apart once.
struct RecordPlaces {
    private var known: [String: String?] = [:]

    /// The item whose record a file in the folder of records is; `nil` for other files.
    mutating func item(at path: String) -> String? {
        if let item = known[path] { return item }
        let item = RecordFolder.item(at: path)
        known[path] = item
        return item
    }
}
