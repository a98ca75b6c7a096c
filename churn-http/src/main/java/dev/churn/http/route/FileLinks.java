package dev.churn.http.route;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.operation.FindFiles;
import dev.churn.http.request.RequestTarget;
import dev.churn.http.request.Requests;
import dev.churn.http.view.FileUrls;
import dev.churn.local.LocalObjectStore;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes the addresses of stored files in answers. Each answers a plain GET.
 *
 * @param target which route or server the addresses lead to
 * @param publicUrl where callers reach this server; empty means the host that a request names
 * @param ownUrl where this server is reached from its machine, for requests that name no host
 */
public record FileLinks(Target target, Optional<URI> publicUrl, String ownUrl) {
  /** Characters of host names, addresses and ports; anything else is not repeated in answers. */
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+(:\\d+)?|\\[[0-9a-fA-F:.]+](:\\d+)?");

  /** What the addresses lead to. */
  public enum Target {
    /** The storage itself, whose buckets are public. */
    STORAGE,
    /** A route of this server without an organization in front, for a public folder. */
    PUBLIC_ROUTE,
    /** A route of this server below the organization that owns the file. */
    ORGANIZATION_ROUTE
  }

  public FileLinks {
    requireNonNull(target, "target");
    requireNonNull(publicUrl, "publicUrl");
    requireNonNull(ownUrl, "ownUrl");
  }

  /** {@return the addresses for the caller of a request} */
  FileUrls of(Context ctx, FindFiles files) {
    return switch (target) {
      case STORAGE -> files::url;
      case PUBLIC_ROUTE -> key -> base(ctx) + LocalObjectStore.URL_PATH + "/" + key;
      case ORGANIZATION_ROUTE -> key -> base(ctx) + pathOf(ctx, key);
    };
  }

  private String base(Context ctx) {
    String url =
        publicUrl
            .map(URI::toString)
            .or(
                () ->
                    Optional.ofNullable(ctx.host())
                        .filter(host -> HOST.matcher(host).matches())
                        .map(host -> ctx.scheme() + "://" + host))
            .orElse(ownUrl);
    return url.replaceAll("/+$", "");
  }

  private static String pathOf(Context ctx, ObjectKey key) {
    OrganizationId owner = key.owner().orElseThrow();
    boolean isOfTarget = RequestTarget.is(ctx, owner);
    String path =
        FileRoutes.FILE
            .replace("{org_id}", (isOfTarget ? Requests.owner(ctx) : owner).toString())
            .replace("{bucket}", key.bucket().id())
            .replace("<path>", key.path());
    return isOfTarget ? RequestTarget.in(ctx, path) : path;
  }
}
