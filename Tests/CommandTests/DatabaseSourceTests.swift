import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Where the programs of servers are installed; `nil` for those that are not.
private enum ServerPrograms {
    /// The folder of PostgreSQL's.
    static let postgres = first(
        (13...20).reversed().map { "/usr/lib/postgresql/\($0)/bin" } + ["/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"], "initdb")
    static let mariadb = first(["/usr/sbin", "/usr/bin", "/usr/libexec"], "mariadbd").map { "\($0)/mariadbd" }

    private static func first(_ folders: [String], _ program: String) -> String? { folders.first { access("\($0)/\(program)", X_OK) == 0 } }
}

/// Databases on servers: real ones on this machine, where their programs are installed.
@Suite struct DatabaseSourceTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private static let password = "s3cr3t-of-the-shop"

    /// Starts a server in the folder, runs `mlkit run` as the script says, and ends it.
    private func shell(_ script: String) async throws -> BuiltTool.Outcome {
        try await BuiltTool.run(
            "/bin/bash", ["-c", script], in: scratch.path,
            environment: ["MLKIT": "\(BuiltTool.folder)/mlkit", "SHOP_PASSWORD": Self.password])
    }

    private func spec(_ source: String, _ read: String) throws {
        try scratch.write(
            """
            mlkit: 1
            project: {name: shop}
            stages:
              ingest:
                kind: data
                source: \(source)
                read: \(read)
                target: paid

            """, to: "mlkit.yaml")
    }

    private static let rows = "SELECT id, price, shop, day, paid, note FROM sales ORDER BY id"

    /// No file of the project, of the locks, the logs or the cache has the password.
    private static let leaks = "grep -rl '\(password)' . --exclude-dir=server || echo none"

    // MARK: PostgreSQL

    /// A server does not run as root.
    private func postgres(_ bin: String, _ body: String) -> String {
        """
        set -e; PORT=$((20000 + RANDOM % 20000)); mkdir server; chmod 755 .
        AS=""; if [ "$(id -u)" = 0 ]; then chown nobody server; AS="setpriv --reuid=nobody --regid=nogroup --clear-groups"; fi
        echo "$SHOP_PASSWORD" > server.pw; chmod 644 server.pw
        $AS \(bin)/initdb -D server/data -U reader -A scram-sha-256 --pwfile=server.pw -E UTF8 > /dev/null; rm server.pw
        $AS \(bin)/postgres -D server/data -p $PORT -k "" -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=16MB > server.log \
        2>&1 & ID=$!
        trap 'kill $ID; wait $ID || true' EXIT
        export PGPASSWORD="$SHOP_PASSWORD" PGUSER=reader PGHOST=127.0.0.1 PGPORT=$PORT
        for i in $(seq 100); do \(bin)/pg_isready -q && break; sleep 0.1; done
        \(bin)/psql -q postgres -c "CREATE DATABASE shop"
        \(bin)/psql -q shop -c "CREATE TABLE sales AS SELECT 9007199254740993 + i AS id, CASE WHEN i % 7 > 0 THEN i / 10.0 END AS price,
          CASE i % 2 WHEN 0 THEN 'a' ELSE E'b\\t\\"c\\"' END AS shop, DATE '2024-01-01' + i AS day, i % 3 = 0 AS paid,
          CASE WHEN i % 5 > 0 THEN 'line ' || i || E'\\nü' END AS note FROM generate_series(0, 89) i"
        unset PGPASSWORD PGUSER PGHOST
        sed -i "s/PORT/$PORT/" mlkit.yaml
        \(body)
        """
    }

    @Test(.enabled(if: ServerPrograms.postgres != nil, "PostgreSQL is not installed here: `apt-get install postgresql`"))
    func aTableOfPostgreSQLIsRead() async throws {
        let bin = try #require(ServerPrograms.postgres)
        try spec("{database: \"postgresql://reader@127.0.0.1:PORT/shop\", password: SHOP_PASSWORD}", "{query: \"\(Self.rows)\"}")
        let outcome = try await shell(
            postgres(
                bin,
                """
                $MLKIT run > out 2> err; grep -c '90 rows' err; grep -A1 '^  [a-z]*:$' data/schema.yaml | grep -v '^--' | paste -sd' ' | \
                tr -s ' ' | cut -c2-; \(Self.leaks)
                sed -i 's/query: .*/table: sales}/' mlkit.yaml; rm data/schema.yaml; $MLKIT run > out 2> err; grep -c '90 rows' err
                for query in 'SELECT 1; DROP TABLE sales' 'DROP TABLE sales' "COPY sales TO PROGRAM 'touch /tmp/never'" 'SELECT absent \
                FROM sales' \\
                    "SELECT decode('00', 'hex') AS b, paid FROM sales" 'WITH gone AS (DELETE FROM sales RETURNING *) SELECT * FROM gone'; do
                  sed -i "s|    read: .*|    read: {query: \\"$query\\"}|" mlkit.yaml; ! $MLKIT run > out 2> err; grep -E \
                '^(error|note)' err | grep -v '[[:space:]]^$'
                done
                SHOP_PASSWORD=wrong; ! $MLKIT run > out 2> err; grep -c 'password authentication failed' err; grep -c wrong err || true
                """))
        #expect(
            outcome.output.replacing(try Regex("127.0.0.1"), with: "HOST") == """
                1
                id: type: identifier price: type: number shop: type: text day: type: date paid: type: boolean note: type: text
                none
                1
                error: cannot read `postgresql://HOST/shop`
                note: ERROR:  cannot insert multiple commands into a prepared statement
                error: the query of `postgresql://HOST/shop` is to be one that reads rows: `SELECT …`
                error: the query of `postgresql://HOST/shop` is to be one that reads rows: `SELECT …`
                error: cannot read `postgresql://HOST/shop`
                note: ERROR:  column "absent" does not exist
                note: LINE 1: SELECT absent FROM sales
                error: the column `b` of `postgresql://HOST/shop` has bytes, which are no values of a table
                error: cannot read `postgresql://HOST/shop`
                note: ERROR:  cannot execute SELECT in a read-only transaction
                1
                0

                """, "\(outcome.error)")
    }

    // MARK: MariaDB

    @Test(.enabled(if: ServerPrograms.mariadb != nil, "MariaDB is not installed here: `apt-get install mariadb-server`"))
    func aTableOfMariaDBIsRead() async throws {
        let server = try #require(ServerPrograms.mariadb)
        try spec("{database: \"mysql://reader@127.0.0.1:PORT/shop\", password: SHOP_PASSWORD}", "{query: \"\(Self.rows)\"}")
        let outcome = try await shell(
            """
            set -e; PORT=$((20000 + RANDOM % 20000)); mkdir server; chmod 755 .
            USER=$(id -un); if [ "$(id -u)" = 0 ]; then chown nobody server; USER=nobody; fi
            mariadb-install-db --no-defaults --datadir="$PWD/server/data" --user=$USER --auth-root-authentication-method=normal > \
            server.log 2>&1
            cat > start.sql <<SQL
            CREATE DATABASE shop;
            CREATE USER reader@'127.0.0.1' IDENTIFIED BY '$SHOP_PASSWORD';
            GRANT ALL ON *.* TO reader@'127.0.0.1';
            CREATE TABLE shop.sales (id BIGINT, price DOUBLE, shop VARCHAR(20), day DATE, paid VARCHAR(5), note TEXT, b BLOB) CHARACTER \
            SET utf8mb4;
            INSERT INTO shop.sales SELECT 9007199254740993 + seq, IF(seq % 7 > 0, seq / 10, NULL), IF(seq % 2, 'b\\t\"c\"', 'a'), DATE \
            '2024-01-01' + INTERVAL seq DAY,
              IF(seq % 3, 'no', 'yes'), IF(seq % 5, CONCAT('line ', seq, '\\nü'), NULL), 'x' FROM shop.seq_0_to_89;
            SQL
            \(server) --no-defaults --datadir="$PWD/server/data" --user=$USER --port=$PORT --bind-address=127.0.0.1 --skip-name-resolve \
            --socket="$PWD/server/data/s" \\
              --character-set-server=utf8mb4 --innodb-buffer-pool-size=16M >> server.log 2>&1 & ID=$!
            trap 'kill $ID; wait $ID || true' EXIT
            sed -i "s/PORT/$PORT/" mlkit.yaml
            for i in $(seq 200); do (exec 3<> /dev/tcp/127.0.0.1/$PORT) 2> /dev/null && break; sleep 0.1; done
            mariadb --no-defaults --default-character-set=utf8mb4 -h 127.0.0.1 -P $PORT -u root < start.sql; rm start.sql
            $MLKIT run > out 2> err || cat err; grep -c '90 rows' err; grep -A1 '^  [a-z]*:$' data/schema.yaml | grep -v '^--' | paste \
            -sd' ' | tr -s ' ' | cut -c2-; \(Self.leaks)
            for query in 'SELECT 1; DROP TABLE sales' 'DROP TABLE sales' "SELECT id, paid FROM sales INTO OUTFILE '/tmp/never'" 'SELECT \
            absent FROM sales' 'SELECT b, paid FROM sales'; do
              sed -i "s|    read: .*|    read: {query: \\"$query\\"}|" mlkit.yaml; ! $MLKIT run > out 2> err; grep -E '^(error|note)' \
            err | sed 's/;.*//'
            done
            SHOP_PASSWORD=wrong; ! $MLKIT run > out 2> err; grep -c 'Access denied' err; grep -c wrong err || true
            """)
        #expect(
            outcome.output == """
                1
                id: type: identifier price: type: number shop: type: text day: type: date paid: type: text note: type: text
                none
                error: cannot read `mysql://127.0.0.1/shop`
                note: You have an error in your SQL syntax
                error: the query of `mysql://127.0.0.1/shop` is to be one that reads rows: `SELECT …`
                error: the query of `mysql://127.0.0.1/shop` is to be one that reads rows: `SELECT …`
                error: cannot read `mysql://127.0.0.1/shop`
                note: Unknown column 'absent' in 'SELECT'
                error: the column `b` of `mysql://127.0.0.1/shop` has bytes, which are no values of a table
                1
                0

                """, "\(outcome.error)")
    }

    // MARK: What keeps from asking

    @Test func whatIsNoDatabaseIsNamed() async throws {
        try spec("{database: \"postgresql://reader@127.0.0.1:1/shop\", password: ABSENT_VARIABLE}", "{table: sales}")
        #expect(
            try await shell("$MLKIT run 2>&1 | grep -A2 '^error'").output == """
                error: the variable `ABSENT_VARIABLE` is not set, which is to have the password of `postgresql://127.0.0.1/shop`

                hint: set it in the environment that `mlkit run` is started in

                """)
        try spec("{database: \"postgresql://reader:hidden@127.0.0.1/shop\"}", "{table: sales}")
        #expect(
            try await shell("$MLKIT run").error.hasPrefix("error: `database` is no address of a database on a server\n --> mlkit.yaml:6:"))
    }
}
