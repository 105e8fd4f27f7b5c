import Testing

@testable import MLKitTables

/// Which names of columns say that values name rows, or whom rows belong to.
@Suite struct IdentifierNameTests {
    @Test(arguments: [
        "id", "PassengerId", "customer_id", "Customer ID", "uuid", "Unnamed: 0", "Kunden-Nr", "Kundennummer", "KundenNr.", "Account Number",
        "order no",
        "userid", "index",
    ])
    func namesOfIdentifiers(name: String) { #expect(IdentifierName.isOne(name) && IdentifierName.isOfGroups(name)) }

    @Test(arguments: ["customer", "user", "patient", "Gerät", "cliente", "Customer Code", "assigned_user", "Schüler"]) func namesOfOwners(
        name: String) {
        #expect(!IdentifierName.isOne(name) && IdentifierName.isOfGroups(name))
    }

    @Test(arguments: [
        "customer_age", "user_rating", "Hausnummer", "house number", "Zimmernummer", "paid", "COVID", "yes_no", "number of rooms",
        "week_no", "grid",
        "account_balance", "postcode", "", "width", "monkey",
    ])
    func otherNames(name: String) { #expect(!IdentifierName.isOfGroups(name)) }
}
