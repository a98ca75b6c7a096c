package dev.churn.http;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Draws modules, their packages and the arrows between them from compiled classes. A package lies
 * above all packages that it needs; an arrow that would have to point up, because packages or
 * classes need each other in a circle, is counted. Arrows that others imply are not drawn.
 */
final class ArchitectureDiagram {
  private static final List<List<String>> ROWS =
      List.of(
          List.of("http"),
          List.of("training", "features", "supabase", "postgres", "local"),
          List.of("domain"));
  private static final int BOX_WIDTH = 132;
  private static final int BOX_HEIGHT = 34;
  private static final int ACROSS = 12;
  private static final int DOWN = 34;
  private static final int MARGIN = 16;
  private static final int TITLE = 28;
  private static final int WIDTH = 1500;

  private final Map<String, Set<String>> packages = new TreeMap<>();
  private final Map<String, Integer> floorOf = new TreeMap<>();
  private final Map<String, Integer> classes = new TreeMap<>();
  private final Map<String, Integer> upwardWithin = new TreeMap<>();
  private final StringBuilder svg = new StringBuilder();
  private final Map<String, int[]> places = new TreeMap<>();

  ArchitectureDiagram(JavaClasses all) {
    Map<String, Map<String, Set<String>>> within = new TreeMap<>();
    for (JavaClass type : all) {
      if (type.getSimpleName().equals("package-info") || type.getName().endsWith("module-info")) {
        continue;
      }
      String own = type.getPackageName();
      packages.computeIfAbsent(own, name -> new TreeSet<>());
      Map<String, Set<String>> room = within.computeIfAbsent(own, name -> new TreeMap<>());
      Set<String> arrows = room.computeIfAbsent(outermost(type), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith("dev.churn."))
          .forEach(
              target -> {
                if (!target.getPackageName().equals(own)) {
                  packages.get(own).add(target.getPackageName());
                } else if (!outermost(target).equals(outermost(type))) {
                  arrows.add(outermost(target));
                }
              });
    }
    within.forEach(
        (name, room) -> {
          classes.put(name, room.size());
          upwardWithin.put(name, upward(room));
        });
  }

  /**
   * Draws classes that lie elsewhere.
   *
   * <p>Arguments: the file to write, folders of classes.
   */
  public static void main(String[] args) throws IOException {
    List<Path> folders = Arrays.stream(args).skip(1).map(Path::of).toList();
    var diagram = new ArchitectureDiagram(new ClassFileImporter().importPaths(folders));
    Files.writeString(Path.of(args[0]), diagram.svg());
    System.out.println(diagram.summary());
  }

  /** {@return the diagram of what is on the class path, tests left out} */
  static ArchitectureDiagram ofClassPath() {
    return new ArchitectureDiagram(ProductionClasses.ALL);
  }

  /** {@return how many arrows between packages go against the order of the floors} */
  int upwardBetweenPackages() {
    return upward(packages);
  }

  /** {@return the figures below the picture} */
  String summary() {
    int arrows = packages.values().stream().mapToInt(Set::size).sum();
    int flat = upwardWithin.values().stream().mapToInt(Integer::intValue).sum();
    String where =
        upwardWithin.entrySet().stream()
            .filter(room -> room.getValue() > 0)
            .map(room -> room.getKey() + " " + room.getValue())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%d packages, %d arrows between them, %d of them upward, so %s circle of packages. Between the"
            + " classes of one package %d arrows point up%s.",
        packages.size(),
        arrows,
        upwardBetweenPackages(),
        upwardBetweenPackages() == 0 ? "no" : "at least one",
        flat,
        where.isEmpty() ? "" : " (" + where + ")");
  }

  /** {@return a table for each module: its packages and what they need of the same module} */
  String markdown() {
    var text = new StringBuilder(summary()).append("\n");
    for (String module : ROWS.stream().flatMap(List::stream).toList()) {
      text.append("\n| `dev.churn.")
          .append(module)
          .append("` | needs, of its module |\n|---|---|\n");
      for (List<String> floor : floors(module)) {
        for (String name : floor) {
          String needs =
              packages.get(name).stream()
                  .filter(target -> moduleOf(target).equals(module))
                  .map(target -> "`" + shortName(target) + "`")
                  .collect(Collectors.joining(" "));
          text.append("| `").append(shortName(name)).append("` | ").append(needs).append(" |\n");
        }
      }
    }
    return text.toString();
  }

  /** {@return the picture} */
  String svg() {
    svg.setLength(0);
    int top = MARGIN;
    var frames = new StringBuilder();
    Map<String, int[]> modules = new TreeMap<>();
    for (List<String> row : ROWS) {
      List<Integer> widths = row.stream().map(this::width).toList();
      int gap = 28;
      int left = (WIDTH - widths.stream().mapToInt(w -> w + gap).sum() + gap) / 2;
      int height = row.stream().mapToInt(this::height).max().orElse(0);
      for (int i = 0; i < row.size(); i++) {
        int[] frame = {left, top, widths.get(i), height(row.get(i))};
        frame[1] = top + (height - frame[3]);
        modules.put(row.get(i), frame);
        frames.append(
            "<rect x='%d' y='%d' width='%d' height='%d' rx='8' fill='#f5f7fa' stroke='#52606d'/>\n"
                .formatted(frame[0], frame[1], frame[2], frame[3]));
        frames.append(
            "<text x='%d' y='%d' class='module'>%s</text>\n"
                .formatted(frame[0] + MARGIN, frame[1] + 20, "dev.churn." + row.get(i)));
        place(row.get(i), frame);
        left += widths.get(i) + gap;
      }
      top += height + 70;
    }
    int bottom = top - 70;
    svg.append(
        """
        <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'>
        <style>.module{font-size:15px;font-weight:bold}.name{font-size:12px;text-anchor:middle}
        .count{font-size:10px;text-anchor:middle;fill:#52606d}.up{fill:#c62828}</style>
        <defs><marker id='tip' markerWidth='7' markerHeight='6' refX='6' refY='3' orient='auto'>
        <path d='M0,0 L7,3 L0,6 Z' fill='#7b8794'/></marker></defs>
        <rect width='100%%' height='100%%' fill='white'/>
        """
            .formatted(WIDTH, bottom + 56));
    moduleArrows(modules);
    svg.append(frames);
    for (String module : modules.keySet()) {
      packageArrows(module);
    }
    places.forEach(this::box);
    int line = bottom + 26;
    for (String sentence : summary().split("(?<=\\.) ", -1)) {
      svg.append(
          "<text x='%d' y='%d' font-size='13'>%s</text>\n".formatted(MARGIN, line, sentence));
      line += 18;
    }
    svg.append("</svg>\n");
    return svg.toString();
  }

  private void moduleArrows(Map<String, int[]> modules) {
    Map<String, Set<String>> arrows = new TreeMap<>();
    modules.keySet().forEach(module -> arrows.put(module, new TreeSet<>()));
    packages.forEach(
        (from, targets) -> targets.forEach(to -> arrows.get(moduleOf(from)).add(moduleOf(to))));
    arrows.forEach((module, targets) -> targets.remove(module));
    arrows.forEach(
        (from, targets) ->
            targets.stream()
                .filter(to -> !implied(arrows, from, to))
                .forEach(to -> arrow(modules.get(from), modules.get(to), 2)));
  }

  private void packageArrows(String module) {
    packages.forEach(
        (from, targets) ->
            targets.stream()
                .filter(to -> moduleOf(from).equals(module) && moduleOf(to).equals(module))
                .filter(to -> !implied(packages, from, to))
                .forEach(to -> arrow(places.get(from), places.get(to), 1)));
  }

  private void arrow(int[] from, int[] to, int width) {
    int x = from[0] + from[2] / 2;
    int y = from[1] + from[3];
    int toX = Math.max(to[0] + 8, Math.min(to[0] + to[2] - 8, width > 1 ? x : to[0] + to[2] / 2));
    boolean up = to[1] < y;
    int bend = (to[1] - y) / 2;
    svg.append(
        ("<path d='M%d,%d C%d,%d %d,%d %d,%d' fill='none' stroke='%s' stroke-width='%d'"
                + " marker-end='url(#tip)'/>\n")
            .formatted(
                x,
                y,
                x,
                y + bend,
                toX,
                to[1] - bend,
                toX,
                to[1],
                up ? "#c62828" : "#7b8794",
                width));
  }

  private void box(String name, int[] place) {
    int middle = place[0] + place[2] / 2;
    svg.append(
        "<rect x='%d' y='%d' width='%d' height='%d' rx='4' fill='#e3effa' stroke='#52606d'/>\n"
            .formatted(place[0], place[1], place[2], place[3]));
    svg.append(
        "<text x='%d' y='%d' class='name'>%s</text>\n"
            .formatted(middle, place[1] + 15, shortName(name)));
    int up = upwardWithin.get(name);
    svg.append(
        "<text x='%d' y='%d' class='count%s'>%d file%s%s</text>\n"
            .formatted(
                middle,
                place[1] + 28,
                up > 0 ? " up" : "",
                classes.get(name),
                classes.get(name) == 1 ? "" : "s",
                up > 0 ? ", " + up + " upward" : ""));
  }

  private void place(String module, int[] frame) {
    int y = frame[1] + TITLE + 4;
    for (List<String> floor : floors(module)) {
      int width = floor.size() * (BOX_WIDTH + ACROSS) - ACROSS;
      int x = frame[0] + (frame[2] - width) / 2;
      for (String name : floor) {
        places.put(name, new int[] {x, y, BOX_WIDTH, BOX_HEIGHT});
        x += BOX_WIDTH + ACROSS;
      }
      y += BOX_HEIGHT + DOWN;
    }
  }

  private int width(String module) {
    int most = floors(module).stream().mapToInt(List::size).max().orElse(1);
    return Math.max(210, most * (BOX_WIDTH + ACROSS) - ACROSS + 2 * MARGIN);
  }

  private int height(String module) {
    return TITLE + 4 + floors(module).size() * (BOX_HEIGHT + DOWN) - DOWN + MARGIN;
  }

  /** {@return the packages of a module, those first that nothing else of it needs} */
  private List<List<String>> floors(String module) {
    Map<Integer, List<String>> floors = new TreeMap<>((a, b) -> Integer.compare(b, a));
    for (String name : packages.keySet()) {
      if (moduleOf(name).equals(module)) {
        floors.computeIfAbsent(floor(name), n -> new ArrayList<>()).add(name);
      }
    }
    return List.copyOf(floors.values());
  }

  /** {@return the length of the longest path from a package to others of its module} */
  private int floor(String name) {
    Integer known = floorOf.get(name);
    if (known != null) {
      return known;
    }
    floorOf.put(name, 0); // ends the search in a circle, which another test reports
    int floor = 0;
    for (String target : packages.get(name)) {
      if (moduleOf(target).equals(moduleOf(name))) {
        floor = Math.max(floor, 1 + floor(target));
      }
    }
    floorOf.put(name, floor);
    return floor;
  }

  private static boolean implied(Map<String, Set<String>> graph, String from, String to) {
    return graph.get(from).stream()
        .anyMatch(other -> !other.equals(to) && reaches(graph, other, to, new TreeSet<>()));
  }

  private static boolean reaches(
      Map<String, Set<String>> graph, String from, String to, Set<String> seen) {
    return seen.add(from)
        && graph.get(from).stream()
            .anyMatch(next -> next.equals(to) || reaches(graph, next, to, seen));
  }

  /**
   * {@return the arrows that lead back to where they are needed from} Each circle has one at least;
   * nodes are laid out greedily, those that are needed most by the others below (Eades, Lin and
   * Smyth 1993).
   */
  private static int upward(Map<String, Set<String>> graph) {
    Set<String> left = new TreeSet<>(graph.keySet());
    List<String> order = new ArrayList<>();
    List<String> below = new ArrayList<>();
    while (!left.isEmpty()) {
      String bottom = first(left, name -> out(graph, left, name) == 0);
      String top = bottom != null ? null : first(left, name -> in(graph, left, name) == 0);
      if (bottom != null) {
        below.add(0, bottom);
        left.remove(bottom);
      } else {
        String next = top;
        for (String name : left) {
          if (top == null
              && (next == null || surplus(graph, left, name) > surplus(graph, left, next))) {
            next = name;
          }
        }
        order.add(next);
        left.remove(next);
      }
    }
    order.addAll(below);
    int upward = 0;
    for (Map.Entry<String, Set<String>> node : graph.entrySet()) {
      for (String target : node.getValue()) {
        if (order.indexOf(target) < order.indexOf(node.getKey())) {
          upward++;
        }
      }
    }
    return upward;
  }

  private static String first(Collection<String> names, Predicate<String> is) {
    return names.stream().filter(is).findFirst().orElse(null);
  }

  private static int surplus(Map<String, Set<String>> graph, Set<String> left, String name) {
    return out(graph, left, name) - in(graph, left, name);
  }

  private static int out(Map<String, Set<String>> graph, Set<String> left, String name) {
    return (int) graph.get(name).stream().filter(left::contains).count();
  }

  private static int in(Map<String, Set<String>> graph, Set<String> left, String name) {
    return (int) left.stream().filter(other -> graph.get(other).contains(name)).count();
  }

  private static String outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getName();
  }

  private static String moduleOf(String packageName) {
    return packageName.split("\\.", -1)[2];
  }

  private static String shortName(String packageName) {
    String inModule = packageName.substring(("dev.churn." + moduleOf(packageName)).length());
    return inModule.isEmpty() ? moduleOf(packageName) : inModule.substring(1);
  }
}
