import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// Forms in which secrets and data about people stand in files of many kinds, and lines that only look so. What is found
/// is put together here, so that this file does not hold it.
@Suite struct ScanFormTests {
    private func hits(_ probe: String, _ path: String, _ text: String) async throws -> ProbeVerdict {
        try await ProbeProject(tracked: [path: text.replacing("~", with: "") + "\n"]).verdict("\(probe): none")
    }

    @Test(arguments: [
        ("run.sh", "mysql -u root -p'wxRV0L~icaqJD' db"), ("run.sh", "sshpass -p wxRV0L~icaqJD ssh host"),
        ("a.py", "wandb.login(key=\"349e455d52613c28~13c40d2affbb149497827894\")"),
        ("hive-site.xml", "<property><name>javax.jdo.option.Connection~Password</name><value>0niSNyw1psv7NT</value></property>"),
        ("core-site.xml", "<name>fs.s3a.secret.~key</name>\n  <value>0niSNyw1psv7NT0niSNyw1psv7NT</value>"),
        ("Info.plist", "<key>API~Key</key>\n<string>0niSNyw1psv7NT0niSNyw1psv7NT</string>"),
        ("a.py", "url = \"https://a.blob.core.windows.net/c?sv=2020-08-04&si~g=7N6BuDDgmjPkex3y34EjJqhr0kWsRpcE5cw7Wxu8dSb%3D\""),
        ("config.rb", "config.secret_key_~base = '8f0c6ab1c5f4e2d98f0c6ab1c5f4e2d9'"), ("app.php", "$db_pass~word = 'x9Kd02mfPq';"),
        ("Main.java", "String API_~KEY = \"k3yRin9xQ2k3yRin9xQ2k3yRin9xQ2aa\";"), ("x.yml", "      - POSTGRES_PASS~WORD=x9Kd02mfPqaa"),
        ("x.env", "REDIS_URL=redis://:x9Kd02~mfPqaa@cache:6379/0"), ("x.cs", "var c = \"Server=a;Password=x9Kd~02mfPqaa\";"),
    ])
    func aSecretIsFoundInItsForm(path: String, text: String) async throws {
        let found = try await hits("secrets", path, text)
        #expect(found.outcome == .failed, "\(found.message)")
    }

    @Test(arguments: [
        ("run.sh", "docker run -p 3306:3306 mysql"), ("run.sh", "mysql -u root -p$PASSWORD db"), ("run.sh", "mysql -p db"),
        ("run.sh", "docker login -u $USER -p $PASS"), ("a.py", "trainer.login(key=monthly_income)"),
        ("site.xml", "<name>javax.jdo.option.ConnectionPassword</name>\n<value>${env.PASSWORD}</value>"),
        ("site.xml", "<name>dfs.replication</name>\n<value>0niSNyw1psv7NT0niSNyw1psv7NT</value>"),
        ("a.py", "url = \"https://a/b?sig=none&sv=1\""), ("a.tf", "password = random_password.db.result"),
        ("a.yaml", "adminPassword: \"\"  # set by CI"), ("a.py", "SECRET_NAME = \"prod/db/password\""),
        ("a.json", "{\"next_page_token\": \"CAUQAA\"}"), ("a.py", "foreign_key=\"users.id\", cache_key=\"user:1234:profile\""),
    ])
    func whatOnlyLooksSoIsNone(path: String, text: String) async throws {
        let found = try await hits("secrets", path, text)
        #expect(found.passes, "\(found.message)")
    }

    @Test(arguments: [
        ("a.md", "Telefon 030~1234567."), ("a.md", "Ring +49 30 123~4567. 12 people do."), ("a.md", "Call 202-555-01~43. 3 others did."),
        ("a.md", "call 1-800-356-93~77 now"), ("a.md", "(030) 123~4567."), ("a.md", "Fax: 030/12~345678."),
        ("a.csv", "id;Geburts~datum;score\n1;12.03.1984;2\n2;01.11.1990;3"), ("a.csv", "id,Str~aße,PLZ\n1,Lindenweg 3,10969\n2,Ahornallee 7,10115"),
        ("a.csv", "id\tpho~ne\n1\t+4915112345678\n2\t+4915198765432"), ("a.json", "{\"lat\": 48.858~370, \"longitude\": 2.294481}"),
    ])
    func dataAboutPeopleIsFoundInItsForm(path: String, text: String) async throws {
        let found = try await hits("personal_data", path, text)
        #expect(found.outcome == .failed, "\(found.message)")
    }

    @Test(arguments: [
        ("a.json", "{\"lat_ms\": 12.12345, \"lon_ms\": 13.12345}"), ("a.md", "Chapter 1-800-356 and 3. 5 more"), ("a.csv", "birth_rate,country\n10.5,DE\n9.8,FR"),
        ("a.csv", "id;feature;x\n1;age;2\n2;income;3"), ("a.md", "The phone rang 12 times. 2024 was long."), ("a.md", "call 1-2-3-4567 times"),
    ])
    func whatIsOfNobodyPasses(path: String, text: String) async throws {
        let found = try await hits("personal_data", path, text)
        #expect(found.passes, "\(found.message)")
    }
}
