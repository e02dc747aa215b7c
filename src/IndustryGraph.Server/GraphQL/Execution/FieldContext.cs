using System.Security.Claims;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>What a resolver knows of the field that it resolves. One is used for field after asked.</summary>
internal class FieldContext(IExecutionContext context) : IResolveFieldContext<object?>
{
    private ObjectResult on = null!;
    private PlannedField asked = null!;

    /// <inheritdoc/>
    public object? Source => on.Source;

    /// <summary>The scope that the field is resolved in; see <see cref="Scoped"/>. Null where nothing above names one.</summary>
    public object? Scope => on.Scope;

    /// <inheritdoc/>
    public GraphQLField FieldAst => asked.Ast;

    /// <inheritdoc/>
    public FieldType FieldDefinition => asked.Definition;

    /// <inheritdoc/>
    public IObjectGraphType ParentType => on.Selection.Type;

    /// <inheritdoc/>
    public IDictionary<string, ArgumentValue>? Arguments => asked.FixedArguments ?? context.GetArguments(asked.Definition, asked.Ast);

    /// <inheritdoc/>
    public IDictionary<string, DirectiveInfo>? Directives => context.GetDirectives(asked.Ast);

    /// <inheritdoc/>
    public object? RootValue => context.RootValue;

    /// <inheritdoc/>
    public ISchema Schema => context.Schema;

    /// <inheritdoc/>
    public GraphQLDocument Document => context.Document;

    /// <inheritdoc/>
    public GraphQLOperationDefinition Operation => context.Operation;

    /// <inheritdoc/>
    public Variables Variables => context.Variables;

    /// <inheritdoc/>
    public CancellationToken CancellationToken => context.CancellationToken;

    /// <inheritdoc/>
    public Metrics Metrics => context.Metrics;

    /// <inheritdoc/>
    public ExecutionErrors Errors => context.Errors;

    /// <inheritdoc/>
    public IEnumerable<object> Path => ResponsePath;

    /// <inheritdoc/>
    public IEnumerable<object> ResponsePath => on.PathOf(Array.IndexOf(on.Selection.Fields, asked));

    /// <inheritdoc/>
    public IDictionary<string, object?> UserContext => context.UserContext;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> InputExtensions => context.InputExtensions;

    /// <inheritdoc/>
    public IDictionary<string, object?> OutputExtensions => context.OutputExtensions;

    /// <inheritdoc/>
    public IServiceProvider? RequestServices => context.RequestServices;

    /// <inheritdoc/>
    public IExecutionArrayPool ArrayPool => NewArrays.Instance;

    /// <inheritdoc/>
    public ClaimsPrincipal? User => context.User;

    /// <inheritdoc/>
    public IExecutionContext ExecutionContext => context;

    /// <inheritdoc/>
    public Dictionary<string, (GraphQLField Field, FieldType FieldType)>? SubFields => asked.Shape.Type.GetNamedType() is IObjectGraphType type
        ? asked.Of(context, type).Fields.ToDictionary(item => item.ResponseName, item => (item.Ast, item.Definition))
        : null;

    /// <inheritdoc/>
    public IResolveFieldContext? Parent
    {
        get
        {
            Result part = on;
            while (part.Parent is ListResult list)
            {
                part = list;
            }

            return part.Parent is ObjectResult owner
                ? new FieldContext(context).For(owner, owner.Selection.Fields[part.At])
                : null;
        }
    }

    /// <summary>A context of its own for the same field, for a resolver that works on values of one type.</summary>
    internal FieldContext<TSource> On<TSource>()
    {
        var own = new FieldContext<TSource>(context);
        own.For(on, asked);
        return own;
    }

    /// <summary>Takes it for a field of an object.</summary>
    internal FieldContext For(ObjectResult of, PlannedField which)
    {
        on = of;
        asked = which;
        return this;
    }

    // Introspection alone asks for arrays: a pool would cost every other request its lock.
    private sealed class NewArrays : IExecutionArrayPool
    {
        public static NewArrays Instance { get; } = new();

        public TElement[] Rent<TElement>(int minimumLength) => new TElement[minimumLength];
    }
}

/// <summary>The same for a resolver that works on values of one type.</summary>
internal sealed class FieldContext<TSource>(IExecutionContext context) : FieldContext(context), IResolveFieldContext<TSource>
{
    /// <inheritdoc/>
    TSource IResolveFieldContext<TSource>.Source => (TSource)Source!;
}
