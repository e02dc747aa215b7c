namespace IndustryGraph.Storage.Neo4j;

/// <summary>What Neo4j's errors mean for who uses the store. No message has a password.</summary>
internal static class Neo4jFaults
{
    /// <summary>The exception to throw instead; null where the error is none of the database's.</summary>
    public static Exception? Translate(Exception error, Neo4jOptions options) => error switch
    {
        Neo4jUnavailableException => new StoreUnavailableException($"{options}: {error.Message}", error),
        CommitOutcomeUnknownException => new StoreUnavailableException(
            $"{options}: {error.Message} Ask again for the same change set: it is applied once.", error),
        FormatException => ChangedByHand(error.Message, options, error),
        Neo4jException refused => Translate(refused, options),
        _ => null,
    };

    private static Exception Translate(Neo4jException error, Neo4jOptions options) => error switch
    {
        { Code: "Neo.ClientError.Security.AuthenticationRateLimit" } => new StoreRefusedException(
            $"{options} locked {User(options)} out for a while, after too many wrong passwords. Correct the settings, wait, and start again.", error),
        { Code: "Neo.ClientError.Security.CredentialsExpired" } => new StoreRefusedException(
            $"{options}: the password of {User(options)} must be changed before it can be used. Change it in Neo4j, then in the settings.", error),
        { Code: "Neo.ClientError.Security.Forbidden" } => new StoreRefusedException(
            $"{options}: {User(options)} has not the right to read, write and make indexes there: {error.Message} Give it, or choose another user.", error),
        { IsUnauthorized: true } => new StoreRefusedException(
            $"{options} does not let {User(options)} in: the user or the password is wrong. Correct the settings; it is not tried again.", error),
        { Code: "Neo.ClientError.Database.DatabaseNotFound" } => new StoreRefusedException(
            $"{options}: there is no database of this name. Correct the name, or create the database.", error),
        { Code: "Neo.ClientError.Schema.ConstraintValidationFailed" } or { Code: "Neo.DatabaseError.Schema.ConstraintCreationFailed" } =>
            ChangedByHand(error.Message, options, error),
        { IsTooLarge: true } => new StoreUnavailableException(
            $"{options} has not the memory or time for this: {error.Message} Raise dbms.memory.transaction.total.max, "
            + "db.memory.transaction.max or the heap (server.memory.heap.max_size), or wait until others are done.", error),
        { IsTransient: true } => new StoreUnavailableException($"{options} cannot do it now: {error.Code}: {error.Message}", error),
        { IsTransactionGone: true } => new StoreUnavailableException(
            $"{options} ended the transaction, as it does in a restart, or when another writer is at work for long. Nothing was changed. Try again.", error),
        _ when error.Code.StartsWith("Neo.DatabaseError.", StringComparison.Ordinal) => new StoreUnavailableException(
            $"{options} failed: {error.Code}: {error.Message}", error),
        _ => new StoreRefusedException($"{options} refused a statement: {error.Code}: {error.Message} Neo4j 5.26 or later is needed.", error),
    };

    private static StoreRefusedException ChangedByHand(string what, Neo4jOptions options, Exception cause) => new(
        $"{options} holds what this program did not write: {what.TrimEnd('.')}. It was left as it is. Undo the change that was made by "
        + "hand, or restore a backup.", cause);

    private static string User(Neo4jOptions options) => string.IsNullOrEmpty(options.User) ? "anybody without a name" : $"the user '{options.User}'";
}
