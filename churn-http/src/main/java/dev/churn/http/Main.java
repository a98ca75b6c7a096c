package dev.churn.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.http.demo.Demo;
import dev.churn.http.request.RequestLog;
import dev.churn.http.settings.NetworkSettings;
import dev.churn.http.settings.Settings;
import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line, which starts the server or a demonstration of it. */
@Command(
    name = "churn-http",
    description = "Churn prediction: from a CSV file of events to calibrated probabilities.",
    mixinStandardHelpOptions = true,
    subcommands = CommandLine.HelpCommand.class,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Settings are environment variables, or lines of .env in the working folder:",
      "HOST, PORT, CHURN_HOME, DATABASE_URL, SUPABASE_URL, SUPABASE_SECRET_KEY,",
      "SUPABASE_SERVICE_ROLE_KEY, SUPABASE_PUBLISHABLE_KEY, SUPABASE_ANON_KEY,",
      "STORAGE_ACCESS, FEATURES_COMPRESSION, PUBLIC_URL, CORS_ORIGINS, MAX_UPLOAD_BYTES,",
      "ALLOWED_HOSTS, TRUSTED_PROXIES, MIN_BYTES_PER_SECOND, SLOW_BODY_GRACE_SECONDS,",
      "JSON_BODY_SECONDS, IDLE_SECONDS, MAX_CONNECTIONS, LOG_FILE, MAX_LOG_BYTES,",
      "MAX_UPLOAD_ROWS, MAX_EXPANSION_RATIO, MAX_EXPANDED_BYTES, MAX_CONCURRENT_UPLOADS,",
      "MAX_ORGANIZATION_UPLOADS, UPLOAD_THREADS, MAX_ORGANIZATIONS, MAX_DATASETS, MAX_BATCHES,",
      "MAX_STORED_BYTES, MAX_UNFINISHED_JOBS, MIN_FREE_DISK_BYTES, PREDICTIONS_PER_MINUTE,",
      "UPLOADS_PER_MINUTE, REQUESTS_PER_MINUTE, FAILED_LOGINS_PER_MINUTE,",
      "JOB_THREADS, DATABASE_POOL_SIZE, OPERATOR_KEY, AUTHENTICATION, TOKEN_ISSUER,",
      "TOKEN_JWKS_URL, TOKEN_AUDIENCE, TOKEN_HS256_SECRET, TOKEN_ORGANIZATION_CLAIM,",
      "TOKEN_ROLE_CLAIM, METRICS_PORT, METRICS_BY_ORGANIZATION, KEEP_PREDICTIONS_DAYS,",
      "KEEP_BATCHES_DAYS, KEEP_OUTCOMES_DAYS, KEEP_AUDIT_DAYS,",
      "OTEL_EXPORTER_OTLP_ENDPOINT and other settings of OpenTelemetry.",
      "Without DATABASE_URL and SUPABASE_URL everything is kept under CHURN_HOME (./churn-data)."
    })
public final class Main implements Runnable {
  private static final int FAILED = 1;
  private static final int WRONG_SETTINGS = 2;

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--port",
      paramLabel = "<port>",
      converter = NumberWithin.Port.class,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Listen here rather than on PORT.")
  private Integer port;

  private int exitCode;

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /** {@return the exit code: 0, 1 for a failure, 2 for wrong arguments or settings} */
  static int run(PrintStream out, PrintStream err, String... args) {
    var main = new Main(out, err);
    int code =
        new CommandLine(main)
            .setOut(writer(out))
            .setErr(writer(err))
            .setParameterExceptionHandler(new ArgumentErrors())
            .execute(args);
    return code == 0 ? main.exitCode : code;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }

  /** Reads the version that the build wrote into the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"churn-http " + (version == null ? "(not from a jar)" : version)};
    }
  }

  @Override
  public void run() {
    run(true, this::announce);
  }

  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = Main.Version.class,
      description = "Starts the server; this is also what happens without a command.")
  void serve() {
    run(true, this::announce);
  }

  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = Main.Version.class,
      description =
          "Simulates customers, takes them through the API, prints the results and keeps"
              + " serving.")
  void demo(
      @Option(
              names = "--customers",
              defaultValue = "4000",
              paramLabel = "<number>",
              converter = NumberWithin.Customers.class,
              description = "How many customers to simulate (default: ${DEFAULT-VALUE}).")
          int customers,
      @Option(
              names = {"--no-serve", "--exit"},
              description = "End after the demonstration.")
          boolean exit) {
    run(!exit, server -> demonstrate(server, customers));
  }

  /** A task for a started server; returns whether it succeeded. */
  @FunctionalInterface
  private interface Work {
    boolean doWith(ChurnServer server);
  }

  private void run(boolean staysUp, Work work) {
    Settings settings;
    try {
      settings = Settings.load();
    } catch (ChurnException e) {
      exitCode = tell(e, WRONG_SETTINGS);
      return;
    }
    NetworkSettings network = settings.network();
    network
        .logFile()
        .ifPresent(
            file ->
                LogFile.begin(
                    (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME),
                    file,
                    network.maxLogBytes()));
    var server = new ChurnServer(port == null ? settings : settings.withPort(port));
    // Before the start, so that a signal during it leaves nothing running. Closing twice does
    // nothing, so the order of the two does not matter.
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    try (server) {
      server.start();
      boolean succeeded = work.doWith(server);
      if (!succeeded) {
        exitCode = FAILED;
      } else if (staysUp) {
        waitForever();
      }
    } catch (ChurnException e) {
      // A conflict is a port that another program has.
      boolean isWrong = e.code() == ErrorCode.INVALID_INPUT || e.code() == ErrorCode.CONFLICT;
      exitCode = tell(e, isWrong ? WRONG_SETTINGS : FAILED);
    }
  }

  private int tell(ChurnException e, int code) {
    err.println(e.getMessage());
    for (FieldError error : e.fieldErrors()) {
      err.printf("  %s: %s%n", error.place(), error.problem());
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      err.println("  because: " + cause);
    }
    return code;
  }

  private boolean announce(ChurnServer server) {
    boolean asksForKey = server.operatorKey().isPresent();
    String api = server.url() + "/api/v1/churn/v2/organizations/" + ChurnServer.DEMO_ORGANIZATION;
    out.printf("Listening on %s%n", server.url());
    out.printf("Organization 'demo': %s%n", ChurnServer.DEMO_ORGANIZATION);
    out.printf("Read and try the API in a browser: %s/docs%n", server.url());
    out.println("Upload a CSV file of events; features, model and scores then follow:");
    out.printf(
        "  curl%s -F file=@events.csv -F pipeline=true %s/upload-dataset%n",
        asksForKey ? " -H \"Authorization: Bearer $OPERATOR_KEY\"" : "", api);
    out.println("Ctrl-C stops the server.");
    return true;
  }

  private boolean demonstrate(ChurnServer server, int customers) {
    if (server.asksForKeys() && server.operatorKey().isEmpty()) {
      err.println("The demonstration makes an organization and needs OPERATOR_KEY for that.");
      return false;
    }
    var demo =
        new Demo(
            server.url(),
            server.operatorKey(),
            Demo.newOrganization(server.url(), server.operatorKey()),
            server.workFolder(),
            LocalDate.now(ZoneOffset.UTC),
            customers,
            out,
            isTerminal());
    // The demonstration polls its jobs; a log line for each poll would bury its output.
    Logger requests = (Logger) LoggerFactory.getLogger(RequestLog.class);
    requests.setLevel(Level.WARN);
    boolean succeeded = demo.run();
    requests.setLevel(null);
    return succeeded && announce(server);
  }

  private static boolean isTerminal() {
    String term = System.getenv("TERM");
    return isConsoleATerminal() && term != null && !term.equals("dumb");
  }

  // Java 17 has a console only on a terminal; newer versions always have one and can be asked.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isConsoleATerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Waits until a signal ends the process. */
  private static void waitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
