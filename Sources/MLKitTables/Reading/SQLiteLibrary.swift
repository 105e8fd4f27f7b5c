internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// SQLite's functions, of the library that Debian and Python bring along, loaded at run time.
struct SQLiteLibrary {
    typealias Handle = UnsafeMutableRawPointer

    let open: @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<Handle?>, Int32, UnsafePointer<CChar>?) -> Int32
    let close: @convention(c) (Handle?) -> Int32
    let prepare:
        @convention(c) (
            Handle?, UnsafePointer<CChar>, Int32, UnsafeMutablePointer<Handle?>, UnsafeMutablePointer<UnsafePointer<CChar>?>?
        ) -> Int32
    let finalize: @convention(c) (Handle?) -> Int32
    let step: @convention(c) (Handle?) -> Int32
    let message: @convention(c) (Handle?) -> UnsafePointer<CChar>?
    let isReadOnly: @convention(c) (Handle?) -> Int32
    let columnCount: @convention(c) (Handle?) -> Int32
    let columnName: @convention(c) (Handle?, Int32) -> UnsafePointer<CChar>?
    let type: @convention(c) (Handle?, Int32) -> Int32
    let integer: @convention(c) (Handle?, Int32) -> Int64
    let double: @convention(c) (Handle?, Int32) -> Double
    let text: @convention(c) (Handle?, Int32) -> UnsafePointer<UInt8>?
    let byteCount: @convention(c) (Handle?, Int32) -> Int32

    /// - Throws: `Failure` if SQLite is not installed.
    init() throws {
        let library: DynamicLibrary
        do {
            library = try DynamicLibrary(FilePath("libsqlite3.so.0"))
        } catch {
            throw Failure("SQLite is not installed, which reads this source", hint: "install the package `libsqlite3-0`")
        }
        open = try library.function("sqlite3_open_v2")
        close = try library.function("sqlite3_close_v2")
        prepare = try library.function("sqlite3_prepare_v2")
        finalize = try library.function("sqlite3_finalize")
        step = try library.function("sqlite3_step")
        message = try library.function("sqlite3_errmsg")
        isReadOnly = try library.function("sqlite3_stmt_readonly")
        columnCount = try library.function("sqlite3_column_count")
        columnName = try library.function("sqlite3_column_name")
        type = try library.function("sqlite3_column_type")
        integer = try library.function("sqlite3_column_int64")
        double = try library.function("sqlite3_column_double")
        text = try library.function("sqlite3_column_text")
        byteCount = try library.function("sqlite3_column_bytes")
    }

    // Codes of sqlite3.h.
    static let (ok, row, done): (Int32, Int32, Int32) = (0, 100, 101)
    static let (readOnly, address, noMutex): (Int32, Int32, Int32) = (1, 0x40, 0x8000)
    static let (integerType, doubleType, textType, blobType, nullType): (Int32, Int32, Int32, Int32, Int32) = (1, 2, 3, 4, 5)
}
