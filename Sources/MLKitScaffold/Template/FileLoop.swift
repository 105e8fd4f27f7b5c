/// Makes a file, or a folder with all it holds, once for every item of a list.
struct FileLoop: Sendable {
    let list: TextValue
    /// Holds the item.
    let variable: String
}
