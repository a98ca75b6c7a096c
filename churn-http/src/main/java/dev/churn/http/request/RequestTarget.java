package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.usecase.serving.KnownTargets;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * The target that a request is about. Routes get the id of the target in the place of that of its
 * organization; callers see the name, and the id within paths of files only.
 */
public final class RequestTarget {
  /** The option in the query that names it. */
  public static final String OPTION = "target";

  private static final String ATTRIBUTE = "churn.target";

  private RequestTarget() {}

  private record Found(OrganizationId owner, OrganizationId id, TargetName name) {}

  /**
   * Finds the target that a request names, if it names one that is not the default one; called when
   * the caller is known to have rights in the organization.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such target,
   *     or is itself named by the id of a target; {@link ErrorCode#INVALID_INPUT} if the name is
   *     none that a target can have
   */
  public static void find(Context ctx, KnownTargets targets) {
    Requests.query(ctx, OPTION, TargetName::new)
        .filter(name -> !name.isDefault())
        .ifPresent(
            name -> {
              OrganizationId owner = Requests.owner(ctx);
              ctx.attribute(ATTRIBUTE, new Found(owner, targets.resolve(owner, name), name));
            });
  }

  /**
   * {@return the target that a request gives, if it can be the name of one other than the default
   * one, whether or not there is one}
   */
  public static Optional<TargetName> given(Context ctx) {
    try {
      return Requests.query(ctx, OPTION, TargetName::new).filter(name -> !name.isDefault());
    } catch (ChurnException e) {
      return Optional.empty(); // the route refuses it
    }
  }

  /**
   * Requires that the id in the path is not that of a target, which nobody uses as an organization.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} otherwise
   */
  public static void requireOrganization(Context ctx) {
    OrganizationId id = Requests.owner(ctx);
    if (id.isTarget()) {
      throw new ChurnException(ErrorCode.NOT_FOUND, "There is no organization " + id);
    }
  }

  private static Optional<Found> of(Context ctx) {
    return Optional.ofNullable(ctx.attribute(ATTRIBUTE));
  }

  static Optional<OrganizationId> id(Context ctx) {
    return of(ctx).map(Found::id);
  }

  /** {@return the name of the target; empty for the default one} */
  static Optional<String> name(Context ctx) {
    return of(ctx).map(found -> found.name().value());
  }

  /** {@return whether an id is that of the target} */
  public static boolean is(Context ctx, OrganizationId id) {
    return id(ctx).equals(Optional.of(id));
  }

  /** {@return the path with the option that names the target, if there is one} */
  public static String in(Context ctx, String path) {
    return name(ctx).map(name -> path + "?" + OPTION + "=" + name).orElse(path);
  }

  /**
   * {@return a sentence that names organization and target where it has the id of the target as a
   * word; within paths of files it stays}
   */
  public static String named(Context ctx, String sentence) {
    return of(ctx)
        .map(
            found ->
                sentence.replaceAll(
                    "(?<![\\w/-])%s(?![\\w/-])".formatted(found.id()),
                    "%s, target '%s',".formatted(found.owner(), found.name())))
        .orElse(sentence);
  }
}
