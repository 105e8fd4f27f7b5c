internal import SystemPackage

/// The recipe of a container that serves the bundle it stands in.
///
/// It begins with nothing: what the bundle was tried out with is in the bundle, so that there is no image to pin, no
/// package to fetch, no shell and nothing else in the container that could change or be attacked.
struct Dockerfile {
    /// Where the server expects the program that loads its libraries, such as `/lib64/ld-linux-x86-64.so.2`.
    let loader: FilePath
    /// The file of ONNX Runtime.
    let runtime: String
    /// What the server is started with, beside the bundle.
    let options: [String]
    /// The names of the bundle's files that it reads.
    let parts: [String]

    static let ignored = """
        *.md
        smoke.json

        """

    var text: String {
        let folder = loader.removingLastComponent().string
        return """
            # docker build -t NAME . && docker run --rm -p 8080:8080 NAME
            # hadolint ignore=DL3029
            FROM --platform=\(Self.platform) scratch
            COPY lib/ /opt/mlkit/lib/
            COPY lib/\(loader.lastComponent?.string ?? "") \(folder)/
            COPY lib/\(runtime) /opt/mlkit/engines/onnxruntime/capi/
            COPY mlkit-server /usr/local/bin/
            COPY \(parts.joined(separator: " ")) /bundle/
            ENV LD_LIBRARY_PATH=/opt/mlkit/lib MLKIT_ENGINES=/opt/mlkit/engines
            USER 10001:10001
            EXPOSE 8080
            HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/usr/local/bin/mlkit-server", "--probe", "8080"]
            ENTRYPOINT ["/usr/local/bin/mlkit-server", "/bundle", "--host", "0.0.0.0", "--port", "8080", "--access-log", "-", \
            \(arguments)]

            """
    }

    /// A platform takes some seconds to send nobody here any more; limits given later go before earlier ones.
    private var arguments: String {
        (["--limit", "drain_delay=5"] + options).map { "\"\($0)\"" }.joined(separator: ", ")
    }

    /// The platform that the server was built for.
    private static var platform: String {
        #if arch(arm64)
            "linux/arm64"
        #else
            "linux/amd64"
        #endif
    }
}
