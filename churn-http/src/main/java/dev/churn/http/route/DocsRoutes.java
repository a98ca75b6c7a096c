package dev.churn.http.route;

import dev.churn.http.access.Access;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves the OpenAPI document and Swagger UI. */
public final class DocsRoutes {
  public void register(Routes routes) {
    routes.open("/", Access.PUBLIC, ctx -> ctx.redirect("/docs"));
    routes.open("/openapi.yaml", Access.PUBLIC, resource("openapi.yaml", "application/yaml"));
    routes.open("/docs", Access.PUBLIC, resource("docs.html", "text/html;charset=utf-8"));
    routes.open("/docs/docs.js", Access.PUBLIC, resource("docs.js", "text/javascript"));
    // these two files are Swagger UI's; the build copies them next to openapi.yaml
    routes.open(
        "/docs/swagger-ui-bundle.js",
        Access.PUBLIC,
        resource("swagger-ui-bundle.js", "text/javascript"));
    routes.open("/docs/swagger-ui.css", Access.PUBLIC, resource("swagger-ui.css", "text/css"));
  }

  private static Handler resource(String name, String contentType) {
    byte[] bytes = read(name);
    return ctx -> answer(ctx, bytes, contentType);
  }

  private static void answer(Context ctx, byte[] bytes, String contentType) {
    // The pages load nothing from other hosts, so forbid it.
    ctx.header(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    ctx.header("Cache-Control", "no-cache");
    ctx.contentType(contentType).result(bytes);
  }

  private static byte[] read(String name) {
    try (InputStream in = DocsRoutes.class.getResourceAsStream("/dev/churn/http/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
