namespace IndustryGraph.Storage.Neo4j;

/// <summary>Neo4j answered that it did not do what it was asked. Nothing of the transaction was kept.</summary>
public sealed class Neo4jException(string code, string message) : Exception(message)
{
    /// <summary>Neo4j's code, such as <c>Neo.ClientError.Security.Unauthorized</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The same request may succeed when it is sent again, such as after a deadlock.</summary>
    public bool IsTransient => Code.StartsWith("Neo.TransientError.", StringComparison.Ordinal);

    /// <summary>The user, the password or a right is wrong. Asking again changes nothing, and locks the user out for a time.</summary>
    public bool IsUnauthorized => Code.StartsWith("Neo.ClientError.Security.", StringComparison.Ordinal);

    /// <summary>The server does not know the bookmark that the request carried, or could not reach it in its time.</summary>
    internal bool IsBookmark =>
        Code is "Neo.TransientError.Transaction.BookmarkTimeout"
            or "Neo.ClientError.Transaction.InvalidBookmark"
            or "Neo.ClientError.Transaction.InvalidBookmarkMixture";

    /// <summary>The transaction asked for more memory or time than the server gives to one; a smaller one may succeed.</summary>
    internal bool IsTooLarge =>
        Code is "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
            or "Neo.TransientError.General.TransactionOutOfMemoryError"
            or "Neo.TransientError.General.OutOfMemoryError"
            or "Neo.ClientError.Transaction.TransactionTimedOut"
            or "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration";

    /// <summary>The server ended the transaction, by its time limits, by hand or in a restart.</summary>
    internal bool IsTransactionGone => Code.StartsWith("Neo.ClientError.Transaction.", StringComparison.Ordinal);

    /// <summary>The constraint or index that was to be made is there.</summary>
    internal bool IsKnownIndex =>
        Code is "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists"
            or "Neo.ClientError.Schema.ConstraintAlreadyExists"
            or "Neo.ClientError.Schema.IndexAlreadyExists";

    /// <summary>What the statement was reading is deleted by now.</summary>
    internal bool IsEntityGone => Code is "Neo.ClientError.Statement.EntityNotFound";

    /// <summary>The server failed in a way that it does not explain, so that a commit may have happened.</summary>
    internal bool LeavesOutcomeOpen => Code is "Neo.DatabaseError.General.UnknownError";
}
