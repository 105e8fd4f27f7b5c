internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// The functions of libpq, version 5, loaded at run time.
struct PostgreSQLLibrary {
    typealias Handle = UnsafeMutableRawPointer
    typealias Text = UnsafePointer<CChar>

    let connect: @convention(c) (UnsafePointer<Text?>, UnsafePointer<Text?>, Int32) -> Handle?
    let finish: @convention(c) (Handle?) -> Void
    let status: @convention(c) (Handle?) -> Int32
    let connectionError: @convention(c) (Handle?) -> Text?
    let execute: @convention(c) (Handle?, Text) -> Handle?
    let prepare: @convention(c) (Handle?, Text, Text, Int32, UnsafePointer<UInt32>?) -> Handle?
    let describe: @convention(c) (Handle?, Text) -> Handle?
    let send: @convention(c) (Handle?, Text, Int32, UnsafePointer<Text?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32) -> Int32
    let setSingleRows: @convention(c) (Handle?) -> Int32
    let result: @convention(c) (Handle?) -> Handle?
    let clear: @convention(c) (Handle?) -> Void
    let resultStatus: @convention(c) (Handle?) -> Int32
    let resultError: @convention(c) (Handle?) -> Text?
    let rowCount: @convention(c) (Handle?) -> Int32
    let columnCount: @convention(c) (Handle?) -> Int32
    let columnName: @convention(c) (Handle?, Int32) -> Text?
    let columnType: @convention(c) (Handle?, Int32) -> UInt32
    let isMissing: @convention(c) (Handle?, Int32, Int32) -> Int32
    let value: @convention(c) (Handle?, Int32, Int32) -> UnsafePointer<UInt8>?
    let length: @convention(c) (Handle?, Int32, Int32) -> Int32

    /// - Throws: `Failure` if it is not installed.
    init() throws {
        let library: DynamicLibrary
        do {
            library = try DynamicLibrary(FilePath("libpq.so.5"))
        } catch {
            throw Failure("the library of PostgreSQL is not installed, which reads this source", hint: "install the package `libpq5`")
        }
        connect = try library.function("PQconnectdbParams")
        finish = try library.function("PQfinish")
        status = try library.function("PQstatus")
        connectionError = try library.function("PQerrorMessage")
        execute = try library.function("PQexec")
        prepare = try library.function("PQprepare")
        describe = try library.function("PQdescribePrepared")
        send = try library.function("PQsendQueryPrepared")
        setSingleRows = try library.function("PQsetSingleRowMode")
        result = try library.function("PQgetResult")
        clear = try library.function("PQclear")
        resultStatus = try library.function("PQresultStatus")
        resultError = try library.function("PQresultErrorMessage")
        rowCount = try library.function("PQntuples")
        columnCount = try library.function("PQnfields")
        columnName = try library.function("PQfname")
        columnType = try library.function("PQftype")
        isMissing = try library.function("PQgetisnull")
        value = try library.function("PQgetvalue")
        length = try library.function("PQgetlength")
    }

    // Codes of libpq-fe.h, and of types in pg_type.dat.
    static let isConnected: Int32 = 0
    static let (commandDone, rowsDone, oneRow): (Int32, Int32, Int32) = (1, 2, 9)
    static let (boolean, bytes): (UInt32, UInt32) = (16, 17)
}
