/// A folder that holds data.
public struct DataFolder: Hashable, Sendable {
    /// Empty for the root.
    public let path: String
    /// Its own data files, without those of folders in it.
    public let files: Int
    public let bytes: Int
    /// The formats found, most files first.
    public let formats: [String]
}
