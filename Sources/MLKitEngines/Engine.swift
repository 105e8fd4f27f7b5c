/// The programs and libraries that do the heavy work. None is linked: each is found when it is needed.
public enum Engine: String, CaseIterable, Sendable {
    case duckdb
    case onnxruntime
    case openblas
    case xgboost
    case lightgbm
    case curl

    /// The name people know it by.
    public var title: String {
        switch self {
        case .duckdb: "DuckDB"
        case .onnxruntime: "ONNX Runtime"
        case .openblas: "OpenBLAS"
        case .xgboost: "XGBoost"
        case .lightgbm: "LightGBM"
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
        case .lightgbm: "trains trees on categories and missing values as they are"
        case .curl: "fetches data by their address, and tries a deployed model out over HTTP"
        }
    }

    /// The wheel that carries it, with the version that mlkit is tested with; `nil` for what only the system has.
    public var wheel: String? {
        switch self {
        case .duckdb: "duckdb==1.5.6"
        case .onnxruntime: "onnxruntime==1.31.1"
        case .openblas: "scipy-openblas32==0.3.34.481.3"
        case .xgboost: "xgboost-cpu==3.2.0"
        case .lightgbm: "lightgbm==4.7.0"
        case .curl: nil
        }
    }
}
