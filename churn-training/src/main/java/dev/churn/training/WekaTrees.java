package dev.churn.training;

import java.lang.reflect.Field;
import weka.classifiers.trees.REPTree;
import weka.classifiers.trees.RandomTree;

/**
 * Reads the trees inside of Weka's classifiers. Their nodes are protected and no method tells
 * thresholds in full precision, so the fields are opened by reflection; Weka is no named module,
 * which allows it.
 */
final class WekaTrees {
  /** Of a random tree's leaf, the counts of the classes; the first is "churned". */
  private static final Layout RANDOM_TREE = Layout.of(RandomTree.class, "m_ClassDistribution");

  /** Of a regression tree's leaf, the predicted number as only element. */
  private static final Layout REGRESSION_TREE = Layout.of(REPTree.class, "m_ClassProbs");

  private WekaTrees() {}

  /** From the content of a leaf to its value. */
  @FunctionalInterface
  private interface LeafValue {
    double of(double[] content);
  }

  private record Layout(Field root, Field attribute, Field threshold, Field children, Field leaf) {
    static Layout of(Class<?> classifier, String leafField) {
      try {
        Field root = classifier.getDeclaredField("m_Tree");
        Class<?> node = root.getType();
        var layout =
            new Layout(
                root,
                node.getDeclaredField("m_Attribute"),
                node.getDeclaredField("m_SplitPoint"),
                node.getDeclaredField("m_Successors"),
                node.getDeclaredField(leafField));
        for (Field field :
            new Field[] {
              layout.root, layout.attribute, layout.threshold, layout.children, layout.leaf
            }) {
          field.setAccessible(true);
        }
        return layout;
      } catch (NoSuchFieldException e) {
        throw new IllegalStateException(
            "Expected the trees of Weka 3.8, found others in " + classifier, e);
      }
    }
  }

  /** Adds a tree of a forest; its leaves become shares of churned rows. */
  static void add(FlatTrees.Builder builder, RandomTree tree, int[] places) {
    add(builder, RANDOM_TREE, tree, places, counts -> counts[0] / (counts[0] + counts[1]));
  }

  /** Adds a regression tree; its leaves are multiplied by {@code factor}. */
  static void add(FlatTrees.Builder builder, REPTree tree, int[] places, double factor) {
    add(builder, REGRESSION_TREE, tree, places, mean -> factor * mean[0]);
  }

  private static void add(
      FlatTrees.Builder builder,
      Layout layout,
      Object classifier,
      int[] places,
      LeafValue leafValue) {
    try {
      Object root = layout.root.get(classifier);
      if (root == null) { // Weka builds trees in threads and keeps their failures to itself
        throw new IllegalStateException("Weka could not build a tree; is there enough memory?");
      }
      builder.startTree();
      add(builder, layout, root, places, leafValue, Double.NaN);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Expected Weka's trees to be open to reading", e);
    }
  }

  /**
   * Adds a node with all below it.
   *
   * @param inherited the value of a leaf that no row reached: that of the closest node above it
   */
  private static void add(
      FlatTrees.Builder builder,
      Layout layout,
      Object node,
      int[] places,
      LeafValue leafValue,
      double inherited)
      throws IllegalAccessException {
    double[] content = (double[]) layout.leaf.get(node);
    double value = content == null ? inherited : leafValue.of(content);
    int attribute = layout.attribute.getInt(node);
    if (attribute < 0) {
      builder.leaf(value);
      return;
    }
    Object[] children = (Object[]) layout.children.get(node);
    int place = builder.node(places[attribute], layout.threshold.getDouble(node));
    add(builder, layout, children[0], places, leafValue, value);
    builder.startRightOf(place);
    add(builder, layout, children[1], places, leafValue, value);
  }
}
