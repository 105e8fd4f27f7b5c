internal import CEngines
internal import MLKitEngines

/// DuckDB's functions, loaded at run time.
struct DuckDBLibrary {
    let callbacks: EngineCallbacks
    let createConfiguration: duckdb_create_config_f
    let set: duckdb_set_config_f
    let destroyConfiguration: duckdb_release_f
    let open: duckdb_open_f
    let free: duckdb_free_f
    let close: duckdb_release_f
    let connect: duckdb_connect_f
    let disconnect: duckdb_release_f

    let extract: duckdb_extract_f
    let extractError: duckdb_words_f
    let destroyExtracted: duckdb_release_f
    let prepare: duckdb_prepare_extracted_f
    let prepareError: duckdb_words_f
    let parameterCount: duckdb_count_f
    let bindText: duckdb_bind_text_f
    let bindDouble: duckdb_bind_double_f
    let bindInteger: duckdb_bind_integer_f
    let bindNull: duckdb_bind_null_f
    let execute: duckdb_execute_f
    let executeStreaming: duckdb_execute_f
    let destroyStatement: duckdb_release_f

    let answerError: duckdb_answer_words_f
    let destroyAnswer: duckdb_release_answer_f
    let columnCount: duckdb_column_count_f
    let columnName: duckdb_column_name_f
    let columnType: duckdb_column_type_f
    let fetch: duckdb_fetch_chunk_f
    let destroyChunk: duckdb_release_f
    let chunkSize: duckdb_count_f
    let vector: duckdb_chunk_vector_f
    let data: duckdb_vector_data_f
    let validity: duckdb_vector_validity_f

    /// - Throws: `Failure` if DuckDB is not installed or cannot be loaded.
    init(engines: EngineLocator) throws {
        let library = try DynamicLibrary(engines.require(.duckdb), binding: .whenCalled)
        callbacks = try EngineCallbacks.load(library)
        createConfiguration = try library.function("duckdb_create_config")
        set = try library.function("duckdb_set_config")
        destroyConfiguration = try library.function("duckdb_destroy_config")
        open = try library.function("duckdb_open_ext")
        free = try library.function("duckdb_free")
        close = try library.function("duckdb_close")
        connect = try library.function("duckdb_connect")
        disconnect = try library.function("duckdb_disconnect")
        extract = try library.function("duckdb_extract_statements")
        extractError = try library.function("duckdb_extract_statements_error")
        destroyExtracted = try library.function("duckdb_destroy_extracted")
        prepare = try library.function("duckdb_prepare_extracted_statement")
        prepareError = try library.function("duckdb_prepare_error")
        parameterCount = try library.function("duckdb_nparams")
        bindText = try library.function("duckdb_bind_varchar_length")
        bindDouble = try library.function("duckdb_bind_double")
        bindInteger = try library.function("duckdb_bind_int64")
        bindNull = try library.function("duckdb_bind_null")
        execute = try library.function("duckdb_execute_prepared")
        executeStreaming = try library.function("duckdb_execute_prepared_streaming")
        destroyStatement = try library.function("duckdb_destroy_prepare")
        answerError = try library.function("duckdb_result_error")
        destroyAnswer = try library.function("duckdb_destroy_result")
        columnCount = try library.function("duckdb_column_count")
        columnName = try library.function("duckdb_column_name")
        columnType = try library.function("duckdb_column_type")
        fetch = try library.function("duckdb_fetch_chunk")
        destroyChunk = try library.function("duckdb_destroy_data_chunk")
        chunkSize = try library.function("duckdb_data_chunk_get_size")
        vector = try library.function("duckdb_data_chunk_get_vector")
        data = try library.function("duckdb_vector_get_data")
        validity = try library.function("duckdb_vector_get_validity")
    }
}
