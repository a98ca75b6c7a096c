package dev.churn.features;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.definition.SilenceTally;
import dev.churn.domain.event.ChurnEvents;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotPlan;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.storage.Content;
import dev.churn.features.csv.RowFilter;
import dev.churn.features.csv.SourceStream;
import dev.churn.features.date.DateReader;
import dev.churn.features.event.CommonTypes;
import dev.churn.features.event.CsvScan;
import dev.churn.features.event.FileProfile;
import dev.churn.features.event.RowSink;
import dev.churn.features.rfm.CustomerFeatures;
import dev.churn.features.rfm.CustomerOrder;
import dev.churn.features.rfm.Customers;
import dev.churn.features.rfm.EventTypes;
import dev.churn.features.rfm.HistorySink;
import dev.churn.features.rfm.MonetaryReference;
import dev.churn.features.rfm.OutcomeRows;
import dev.churn.features.rfm.OverflowDays;
import dev.churn.features.rfm.RfmFormulas;
import dev.churn.features.rfm.Silences;
import dev.churn.features.rfm.SnapshotRows;
import dev.churn.features.rfm.StateLayout;
import dev.churn.features.rfm.TypeSet;
import dev.churn.features.table.TableReader;
import dev.churn.features.table.TableWriter;
import dev.churn.features.types.WatchedTypeSelector;
import dev.churn.features.util.DoubleParser;
import dev.churn.features.util.Text;
import dev.churn.features.value.CustomerIds;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Computes the features of {@link FeatureVector}, for files and for single customers. Needs no
 * infrastructure:
 *
 * <pre>{@code
 * var definition = new FeatureDefinition(Set.of(), 1000.0);
 * var events = List.of(CustomerEvent.of(LocalDate.parse("2024-01-15"), 150.50));
 * FeatureVector features = new RfmFeatures().compute(events, asOf, definition);
 * }</pre>
 *
 * <p>Amounts lie between −10¹² and 10¹², days at 1900-01-01 or later; customer ids and event types
 * have at most 256 characters. Immutable, safe for use by several threads.
 */
public final class RfmFeatures
    implements EventFileProfiler, EventFiles, FeatureTables, FeatureCalculator {
  static final int BLOCK_SIZE = 2 << 20;
  static final int DENSE_DAYS = SilenceTally.SNAPSHOT_DAYS;
  private static final LocalDate LAST_AS_OF = LocalDate.of(9999, 12, 31);
  // minimum days with bits; for a single customer more bits cost more than they save
  private static final int FEW_DAYS = 1;
  private static final int DAYS_AT_ONCE = 32; // as-of days that one state can hold

  // share of the work that reading takes when a table is built
  /**
   * The part of the progress in which a file is read once more, or twice, to choose event types.
   */
  private static final double CHOOSING = 0.2;

  private static final double READING = 0.7;

  private final int threads;
  private final int blockSize;
  private final int denseDays;
  private final ReadingLimits limits;

  /** Creates a computation that uses one thread per processor. */
  public RfmFeatures() {
    this(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Creates a computation with a fixed number of threads; the results are the same for any number.
   *
   * @param threads number of threads for each file, at least 1
   */
  public RfmFeatures(int threads) {
    this(threads, BLOCK_SIZE, DENSE_DAYS);
  }

  RfmFeatures(int threads, int blockSize, int denseDays) {
    this(threads, blockSize, denseDays, ReadingLimits.DEFAULTS);
  }

  private RfmFeatures(int threads, int blockSize, int denseDays, ReadingLimits limits) {
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
    }
    this.threads = threads;
    this.blockSize = blockSize;
    this.denseDays = denseDays;
    this.limits = limits;
  }

  /** {@return the same computation for files within these limits} */
  public RfmFeatures within(ReadingLimits others) {
    return new RfmFeatures(threads, blockSize, denseDays, others);
  }

  @Override
  public ProfiledFile profile(
      Content csv, UploadOptions options, LocalDate uploadDay, Progress progress) {
    return new FileProfile(csv, options, scan(options, uploadDay), progress).read();
  }

  @Override
  public Optional<ProfiledFile> profileCopy(
      Content csv, UploadOptions options, LocalDate uploadDay) {
    return new FileProfile(csv, options, scan(options, uploadDay), Progress.none()).ofCopy();
  }

  private CsvScan scan(UploadOptions options, LocalDate uploadDay) {
    return new CsvScan(options, uploadDay, threads, blockSize, limits);
  }

  @Override
  public FeatureManifest build(
      FeatureRequest request,
      Content csv,
      OutputStream table,
      Consumer<SilenceTally> silences,
      Progress progress) {
    UploadOptions options = request.options();
    int horizon = request.settings().churnThresholdDays();
    LocalDate firstDay = request.profile().firstDay();
    SnapshotPlan plan =
        options.hasChurnLabel()
            ? SnapshotPlan.byFileLabels(request.asOf())
            : SnapshotPlan.byHorizon(firstDay, request.asOf(), horizon);
    Set<String> activity =
        options.activityEventTypes().isEmpty()
            ? request.settings().activityEventTypes()
            : options.activityEventTypes();
    Set<String> churn = options.hasChurnLabel() ? Set.of() : request.settings().churnEventTypes();
    CsvScan scan = scan(options, request.uploadDay());
    double choosing = request.profile().eventTypes() < 2 ? 0 : CHOOSING;
    FeatureDefinition definition =
        watching(
            request,
            plan,
            new FeatureDefinition(activity, churn, FeatureDefinition.NO_AMOUNTS),
            scan,
            csv,
            progress.part(0, choosing));
    var types = new EventTypes(definition, request.profile().eventTypes());
    var layout =
        layout(SnapshotRows.days(plan), SnapshotRows.dayNumber(firstDay), denseDays, types);
    var customers = new Customers(layout);
    scan.run(csv, progress.part(choosing, READING), () -> customers.sink(types));
    requireSomebody(customers, request.asOf());
    var rows = new SnapshotRows(plan, layout, request.settings());
    var order = new CustomerOrder(customers, threads);
    double reference = new MonetaryReference(layout, rows, order, threads).compute();
    var writer = new TableWriter(layout, rows, order, reference, threads);
    List<Snapshot> snapshots = writer.write(plan.snapshots(), table, progress.part(READING, 1));
    var window = new ActiveWindow(request.settings().activeWindowDays());
    silences.accept(new Silences(layout, order, firstDay, request.asOf(), window).count(threads));
    return new FeatureManifest(
        FeatureNames.watching(definition.watchedEventTypes().size()),
        definition.withReference(reference),
        horizon,
        request.settings().activeWindowDays(),
        snapshots,
        customers.size(),
        customers.labelConflicts());
  }

  /** {@return the definition with the event types that the table watches} */
  private static FeatureDefinition watching(
      FeatureRequest request,
      SnapshotPlan plan,
      FeatureDefinition definition,
      CsvScan scan,
      Content csv,
      Progress progress) {
    List<String> common =
        new CommonTypes(
                request.profile(),
                request.asOf(),
                new ChurnEvents(request.settings().churnEventTypes())) // also beside other labels
            .find(scan, csv, progress.part(0, 0.5));
    int horizon = request.settings().churnThresholdDays();
    return definition.watching(
        new WatchedTypeSelector(plan, definition, horizon, request.profile().events())
            .find(common, scan, csv, progress.part(0.5, 1)));
  }

  private static StateLayout layout(int[] asOf, int firstDay, int denseDays, EventTypes types) {
    return new StateLayout(
        asOf, firstDay, denseDays, types.maxCode(), types.hasChurn(), types.watchedActivity());
  }

  private static void requireSomebody(Customers customers, LocalDate asOf) {
    if (customers.size() == 0) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected events on or before the as-of day %s, found none".formatted(asOf));
    }
  }

  @Override
  public void score(
      ScoreRequest request, Content csv, FeatureRowConsumer consumer, Progress progress) {
    FeatureDefinition definition = request.definition();
    int asOf = SnapshotRows.dayNumber(request.asOf());
    int firstDay = SnapshotRows.dayNumber(request.firstDay());
    var types = new EventTypes(definition, request.eventTypes());
    var layout = layout(new int[] {asOf}, firstDay, denseDays, types);
    var customers = new Customers(layout);
    scan(request.options(), request.uploadDay())
        .run(csv, progress.part(0, READING), () -> customers.sink(types));
    requireSomebody(customers, request.asOf());
    new CustomerFeatures(layout, new CustomerOrder(customers, threads), definition, threads)
        .give(request.asOf(), consumer, progress.part(READING, 1));
  }

  @Override
  public Map<String, List<CustomerEvent>> histories(
      UploadOptions options, LocalDate uploadDay, Content csv, Set<String> customers) {
    var sink = new HistorySink(customers);
    scan(options, uploadDay).run(csv, Progress.none(), () -> sink);
    return sink.found();
  }

  @Override
  public long copyWithout(
      UploadOptions options, Content csv, String customer, OutputStream out, Progress progress) {
    var ids = new CustomerIds(options.conventions().decimalIds());
    try (SourceStream source = SourceStream.open(csv, options.conventions(), limits)) {
      return new RowFilter(
              source,
              options,
              blockSize,
              value -> ids.mended(value).equals(customer),
              out,
              progress)
          .copy();
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} also if an event is out of range
   */
  @Override
  public FeatureVector compute(
      Collection<CustomerEvent> events, LocalDate asOf, FeatureDefinition definition) {
    return computeEach(events, List.of(asOf), definition).get(0);
  }

  /**
   * {@inheritDoc} The events are read once for every {@value #DAYS_AT_ONCE} as-of days.
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} also if an event is out of range
   */
  @Override
  public List<FeatureVector> computeEach(
      Collection<CustomerEvent> events, List<LocalDate> asOf, FeatureDefinition definition) {
    List<FeatureVector> vectors = new ArrayList<>(asOf.size());
    for (int from = 0; from < asOf.size(); from += DAYS_AT_ONCE) {
      int to = Math.min(asOf.size(), from + DAYS_AT_ONCE);
      vectors.addAll(computeAtOnce(events, asOf.subList(from, to), definition));
    }
    return vectors;
  }

  private List<FeatureVector> computeAtOnce(
      Collection<CustomerEvent> events, List<LocalDate> asOf, FeatureDefinition definition) {
    LocalDate latest = Collections.max(asOf);
    requireInRange(events, latest);
    LocalDate earliest = Collections.min(asOf);
    int lastDay = SnapshotRows.dayNumber(latest);
    int firstDay = Integer.MAX_VALUE;
    for (CustomerEvent event : events) {
      firstDay = Math.min(firstDay, SnapshotRows.dayNumber(event.day()));
    }
    if (firstDay > SnapshotRows.dayNumber(earliest)) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected an event on or before %s, found none".formatted(earliest));
    }
    var types = new EventTypes(definition, countTypes(events, lastDay));
    EventTypes.Lookup lookup = types.lookup();
    int[] days = new int[asOf.size()];
    Arrays.setAll(days, i -> SnapshotRows.dayNumber(asOf.get(i)));
    var layout = layout(days, firstDay, FEW_DAYS, types);
    long[] state = new long[layout.words()];
    var oldDays = new OverflowDays();
    for (CustomerEvent event : events) {
      int day = SnapshotRows.dayNumber(event.day());
      if (day <= lastDay) {
        layout.add(
            state,
            0,
            0,
            oldDays,
            day,
            event.amount().orElse(Double.NaN),
            lookup.code(typeOf(event)),
            RowSink.NO_LABEL);
      }
    }
    layout.accumulate(state, 0);
    var formulas = new RfmFormulas(layout, definition.monetaryReference());
    List<FeatureVector> vectors = new ArrayList<>(days.length);
    for (int i = 0; i < days.length; i++) {
      double[] values = new double[FeatureVector.WIDTH];
      formulas.features(state, 0, i, values);
      vectors.add(FeatureVector.of(values));
    }
    return vectors;
  }

  @Override
  public void outcomes(
      OutcomeRequest request, Content csv, OutcomeConsumer consumer, Progress progress) {
    var types =
        new EventTypes(
            request.activityEventTypes(),
            new ChurnEvents(request.churnEventTypes()),
            request.profile().eventTypes());
    var rows = new OutcomeRows(request, types, threads);
    scan(request.options(), request.uploadDay()).run(csv, progress, rows::sink);
    rows.tell(consumer);
  }

  /**
   * {@return an upper bound of the number of distinct event types up to a day, exact if there are
   * many events}
   */
  private static int countTypes(Collection<CustomerEvent> events, int lastDay) {
    if (events.size() <= TypeSet.MAX_CODE) {
      return events.size();
    }
    Set<String> types = new HashSet<>();
    for (CustomerEvent event : events) {
      String type = typeOf(event);
      if (type != null && SnapshotRows.dayNumber(event.day()) <= lastDay) {
        types.add(type);
      }
    }
    return types.size();
  }

  /**
   * {@return the event type, or null if there is none} A blank type counts as none, as it does for
   * files.
   */
  private static String typeOf(CustomerEvent event) {
    String type = event.type().map(Text::trim).orElse("");
    return type.isEmpty() ? null : type;
  }

  private static void requireInRange(Collection<CustomerEvent> events, LocalDate asOf) {
    List<FieldError> errors = new ArrayList<>();
    if (asOf.isAfter(LAST_AS_OF)) {
      errors.add(new FieldError("as_of", "expected %s or earlier".formatted(LAST_AS_OF)));
    }
    int i = 0;
    for (CustomerEvent event : events) {
      if (event.day().isBefore(DateReader.FIRST_DAY)) {
        errors.add(
            FieldError.ofItem(
                "event",
                i,
                "day",
                "expected %s or later, found %s".formatted(DateReader.FIRST_DAY, event.day())));
      }
      if (event.amount().isPresent()
          && Math.abs(event.amount().getAsDouble()) > DoubleParser.MAX_AMOUNT) {
        errors.add(
            FieldError.ofItem(
                "event",
                i,
                "amount",
                "expected an amount between -1e12 and 1e12, found "
                    + event.amount().getAsDouble()));
      }
      i++;
    }
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE, "The customer's events cannot be used", errors);
    }
  }

  @Override
  public void read(InputStream table, FeatureRowConsumer consumer) {
    new TableReader().read(table, consumer);
  }

  @Override
  public long read(InputStream table, Set<LocalDate> days, FeatureRowConsumer consumer) {
    return new TableReader(days).read(table, consumer);
  }
}
