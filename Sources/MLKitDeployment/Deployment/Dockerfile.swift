/// The recipe of a container that serves the bundle it stands in.
///
/// ONNX Runtime comes from its wheel in a stage of its own, so that Python is not in the final image. The health
/// check speaks HTTP with bash, because the slim image has neither curl nor wget.
struct Dockerfile {
    /// Whether the bundle has a `lib` folder.
    let hasLibraries: Bool

    /// Pinned to the version that mlkit is tested with.
    private static let runtime = "onnxruntime==1.31.1"

    static let ignored = """
        *.md
        smoke.json
        sample-request.json

        """

    var text: String {
        """
        # docker build -t NAME . && docker run --rm -p 8080:8080 NAME
        FROM python:3.11-slim AS runtime
        RUN pip install --no-cache-dir --no-deps --target /engines \(Self.runtime)

        FROM debian:12-slim
        RUN apt-get update \\
            && apt-get install -y --no-install-recommends libssl3 libstdc++6 \\
            && rm -rf /var/lib/apt/lists/* \\
            && useradd --system --no-create-home --uid 10001 mlkit
        COPY --from=runtime /engines/onnxruntime/capi/libonnxruntime.so.* /opt/mlkit/engines/onnxruntime/capi/
        \(libraries)COPY mlkit-server /usr/local/bin/
        COPY bundle.json model.onnx schema.yaml /bundle/
        ENV MLKIT_ENGINES=/opt/mlkit/engines
        USER mlkit
        EXPOSE 8080
        HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["bash", "-c", "\
        exec 3<>/dev/tcp/127.0.0.1/8080 && \
        printf 'GET /v2/health/ready HTTP/1.1\\\\r\\\\nhost: localhost\\\\r\\\\nconnection: close\\\\r\\\\n\\\\r\\\\n' >&3 && \
        head -1 <&3 | grep -q ' 200 '"]
        ENTRYPOINT ["mlkit-server", "/bundle", "--host", "0.0.0.0", "--port", "8080"]

        """
    }

    private var libraries: String {
        hasLibraries ? "COPY lib/ /opt/mlkit/lib/\nENV LD_LIBRARY_PATH=/opt/mlkit/lib\n" : ""
    }
}
