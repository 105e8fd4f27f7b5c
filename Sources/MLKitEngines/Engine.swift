/// The programs and libraries that do the heavy work. None is linked: each is found when it is needed.
public enum Engine: String, CaseIterable, Sendable {
    case duckdb
    case onnxruntime
    case openblas
    case xgboost
    case curl

    /// The name people know it by.
    public var title: String {
        switch self {
        case .duckdb: "DuckDB"
        case .onnxruntime: "ONNX Runtime"
        case .openblas: "OpenBLAS"
        case .xgboost: "XGBoost"
        case .curl: "curl"
        }
    }

    /// What mlkit needs it for.
    public var purpose: String {
        switch self {
        case .duckdb: "reads tables and writes Parquet"
        case .onnxruntime: "evaluates, quantizes and serves models"
        case .openblas: "trains networks and linear models"
        case .xgboost: "trains trees"
        case .curl: "tries a deployed model out over HTTP"
        }
    }
}
