internal import CEngines
internal import MLKitEngines
internal import Synchronization

/// DuckDB's functions for what it calls in turn.
///
/// A C function has no surroundings: what is called finds these here, in the one place of this process that keeps them.
struct EngineCallbacks: @unchecked Sendable {
    let bindExtra: duckdb_get_extra_f
    let addColumn: duckdb_add_column_f
    let setThreads: duckdb_set_count_f
    let producerExtra: duckdb_get_extra_f
    let fail: duckdb_set_name_f
    let vector: duckdb_chunk_vector_f
    let setSize: duckdb_set_count_f
    let size: duckdb_count_f
    let data: duckdb_vector_data_f
    let validity: duckdb_vector_validity_f
    let makeNullable: duckdb_act_f
    let assign: duckdb_assign_text_f
    let scalarExtra: duckdb_get_extra_f

    let createTable: duckdb_create_f
    let nameTable: duckdb_set_name_f
    let setTableExtra: duckdb_set_extra_f
    let setBind: duckdb_set_callback_f
    let setStart: duckdb_set_callback_f
    let setProducer: duckdb_set_producer_f
    let registerTable: duckdb_register_f
    let destroyTable: duckdb_release_f

    let createScalar: duckdb_create_f
    let nameScalar: duckdb_set_name_f
    let setScalarExtra: duckdb_set_extra_f
    let addParameter: duckdb_add_type_f
    let setReturn: duckdb_add_type_f
    let setScalar: duckdb_set_scalar_f
    let registerScalar: duckdb_register_f
    let destroyScalar: duckdb_release_f

    let createType: duckdb_create_type_f
    let destroyType: duckdb_release_f

    private static let loaded = Mutex<EngineCallbacks?>(nil)

    /// Those of the library that was loaded last; it is one in a process.
    static var current: EngineCallbacks? { loaded.withLock { $0 } }

    static func load(_ library: DynamicLibrary) throws -> EngineCallbacks {
        let callbacks = try EngineCallbacks(library)
        loaded.withLock { $0 = callbacks }
        return callbacks
    }

    private init(_ library: DynamicLibrary) throws {
        bindExtra = try library.function("duckdb_bind_get_extra_info")
        addColumn = try library.function("duckdb_bind_add_result_column")
        setThreads = try library.function("duckdb_init_set_max_threads")
        producerExtra = try library.function("duckdb_function_get_extra_info")
        fail = try library.function("duckdb_function_set_error")
        vector = try library.function("duckdb_data_chunk_get_vector")
        setSize = try library.function("duckdb_data_chunk_set_size")
        size = try library.function("duckdb_data_chunk_get_size")
        data = try library.function("duckdb_vector_get_data")
        validity = try library.function("duckdb_vector_get_validity")
        makeNullable = try library.function("duckdb_vector_ensure_validity_writable")
        assign = try library.function("duckdb_vector_assign_string_element_len")
        scalarExtra = try library.function("duckdb_scalar_function_get_extra_info")
        createTable = try library.function("duckdb_create_table_function")
        nameTable = try library.function("duckdb_table_function_set_name")
        setTableExtra = try library.function("duckdb_table_function_set_extra_info")
        setBind = try library.function("duckdb_table_function_set_bind")
        setStart = try library.function("duckdb_table_function_set_init")
        setProducer = try library.function("duckdb_table_function_set_function")
        registerTable = try library.function("duckdb_register_table_function")
        destroyTable = try library.function("duckdb_destroy_table_function")
        createScalar = try library.function("duckdb_create_scalar_function")
        nameScalar = try library.function("duckdb_scalar_function_set_name")
        setScalarExtra = try library.function("duckdb_scalar_function_set_extra_info")
        addParameter = try library.function("duckdb_scalar_function_add_parameter")
        setReturn = try library.function("duckdb_scalar_function_set_return_type")
        setScalar = try library.function("duckdb_scalar_function_set_function")
        registerScalar = try library.function("duckdb_register_scalar_function")
        destroyScalar = try library.function("duckdb_destroy_scalar_function")
        createType = try library.function("duckdb_create_logical_type")
        destroyType = try library.function("duckdb_destroy_logical_type")
    }
}
