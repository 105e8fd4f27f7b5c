internal import CEngines
internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// The functions of MariaDB's library for MariaDB and MySQL, version 3, loaded at run time.
struct MySQLLibrary {
    typealias Handle = UnsafeMutableRawPointer
    typealias Text = UnsafePointer<CChar>

    let create: @convention(c) (Handle?) -> Handle?
    let option: @convention(c) (Handle?, Int32, UnsafeRawPointer?) -> Int32
    let connect: @convention(c) (Handle?, Text?, Text?, Text?, Text?, UInt32, Text?, UInt) -> Handle?
    let close: @convention(c) (Handle?) -> Void
    let error: @convention(c) (Handle?) -> Text?
    let errorNumber: @convention(c) (Handle?) -> UInt32
    let query: @convention(c) (Handle?, Text, UInt) -> Int32
    let useResult: @convention(c) (Handle?) -> Handle?
    let freeResult: @convention(c) (Handle?) -> Void
    let columnCount: @convention(c) (Handle?) -> UInt32
    let columns: @convention(c) (Handle?) -> UnsafePointer<mysql_column>?
    let row: @convention(c) (Handle?) -> UnsafePointer<UnsafePointer<UInt8>?>?
    let lengths: @convention(c) (Handle?) -> UnsafePointer<UInt>?
    let createStatement: @convention(c) (Handle?) -> Handle?
    let prepare: @convention(c) (Handle?, Text, UInt) -> Int32
    let statementColumns: @convention(c) (Handle?) -> UInt32
    let statementError: @convention(c) (Handle?) -> Text?
    let closeStatement: @convention(c) (Handle?) -> Int8

    /// - Throws: `Failure` if it is not installed.
    init() throws {
        let library: DynamicLibrary
        do {
            library = try DynamicLibrary(FilePath("libmariadb.so.3"))
        } catch {
            throw Failure(
                "the library of MariaDB and MySQL is not installed, which reads this source", hint: "install the package `libmariadb3`")
        }
        create = try library.function("mysql_init")
        option = try library.function("mysql_options")
        connect = try library.function("mysql_real_connect")
        close = try library.function("mysql_close")
        error = try library.function("mysql_error")
        errorNumber = try library.function("mysql_errno")
        query = try library.function("mysql_real_query")
        useResult = try library.function("mysql_use_result")
        freeResult = try library.function("mysql_free_result")
        columnCount = try library.function("mysql_num_fields")
        columns = try library.function("mysql_fetch_fields")
        row = try library.function("mysql_fetch_row")
        lengths = try library.function("mysql_fetch_lengths")
        createStatement = try library.function("mysql_stmt_init")
        prepare = try library.function("mysql_stmt_prepare")
        statementColumns = try library.function("mysql_stmt_field_count")
        statementError = try library.function("mysql_stmt_error")
        closeStatement = try library.function("mysql_stmt_close")
    }

    // Codes of mysql.h and mariadb_com.h.
    static let (connectTimeout, characters, localFiles, verifiesServer, enforcesTLS): (Int32, Int32, Int32, Int32, Int32) =
        (0, 7, 8, 21, 38)
    /// The types of bits, of texts and bytes, and of shapes; texts have characters, bytes this set of them.
    static let (bits, shapes): (Int32, Int32) = (16, 255)
    static let texts: ClosedRange<Int32> = 249...254
    static let binary: UInt32 = 63
}
