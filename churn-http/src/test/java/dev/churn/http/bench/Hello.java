package dev.churn.http.bench;

import io.javalin.Javalin;

/** The least that a program on the same libraries can be: one route that says hello. */
final class Hello {
  private Hello() {}

  /** Serves on 127.0.0.1 at the port that is its argument, until it is ended. */
  public static void main(String[] args) {
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.get(StartBenchmark.READY, ctx -> ctx.result("hello"));
            })
        .start("127.0.0.1", Integer.parseInt(args[0]));
  }
}
