package dev.churn.http;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryUsages;
import dev.churn.domain.port.ObjectStore;
import dev.churn.features.RfmFeatures;
import dev.churn.http.limit.ProfilingTurns;
import dev.churn.http.route.Routes;
import dev.churn.http.settings.Settings;
import dev.churn.local.LocalObjectStore;
import dev.churn.supabase.SupabaseObjectStore;
import dev.churn.training.ChurnModelTraining;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The API over the storage of some settings and a database in memory, which starts at once. */
public final class ApiInMemory implements AutoCloseable {
  private final Churn churn;
  private final ChurnApi api;
  private final Javalin javalin;
  private final String url;

  /** {@return a server that keeps its objects in a folder} */
  public static ApiInMemory start(Path folder) throws IOException {
    return new ApiInMemory(RunningServer.settings(folder), folder);
  }

  /** {@return a server for which it is as late as a clock says} */
  static ApiInMemory start(Path folder, InstantSource clock) throws IOException {
    return new ApiInMemory(RunningServer.settings(folder), folder, clock);
  }

  public ApiInMemory(Settings settings, Path folder) throws IOException {
    this(settings, folder, InstantSource.system());
  }

  public ApiInMemory(Settings settings, Path folder, InstantSource clock) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
    url = "http://127.0.0.1:" + port;
    ObjectStore objects =
        settings
            .storage()
            .match(
                supabase -> new SupabaseObjectStore(supabase.settings()),
                local -> new LocalObjectStore(local.path(), url, settings.limits().disk()));
    objects.prepare();
    RfmFeatures features = new RfmFeatures().within(settings.limits().reading());
    var database = new InMemoryDatabase();
    churn =
        Churn.builder()
            .inMemory(database)
            .features(features)
            .profiler(
                new ProfilingTurns(
                    features, features, settings.limits().uploadThreads(), Duration.ofSeconds(60)))
            .quotas(settings.limits().quotas(), new InMemoryUsages(database))
            .diskSpace(settings.limits().disk())
            .training(new ChurnModelTraining())
            .objects(objects)
            .clock(clock)
            .featuresCompression(settings.featuresCompression())
            .build();
    // nobody reaches the server by the name of the settings, so that links by it would fail
    api =
        new ChurnApi(churn, folder, ChurnServer.links(settings, "http://unused.example"), settings);
    javalin = api.start(socket);
  }

  /** {@return where the server is reached} */
  public String url() {
    return url;
  }

  /** {@return the routes and who may call each} */
  public List<Routes.Declared> declared() {
    return api.declared();
  }

  /** Runs the jobs that have been started. */
  public void runJobs() {
    churn.runJobs();
  }

  /**
   * {@return the paths of stored objects that no row names, whatever the clock says of their age}
   */
  List<String> orphans() {
    return churn.orphans().sweep(Duration.ofDays(-3650)).stream()
        .map(object -> object.key().path())
        .toList();
  }

  @Override
  public void close() {
    javalin.stop();
    churn.close();
  }
}
