// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The texts in Java sources, and the messages among them: errors and warnings in the log, problems
 * of settings, and the words of exceptions. Read by the JDK's own parser, which resolves nothing: a
 * name is looked up in its file alone.
 */
public final class SourceMessages extends TreeScanner<Void, Void> {

  private static final Set<String> CALLS =
      Set.of("error", "warn", "writeFailure", "say", "problem", "required");

  /**
   * Speaks of the arguments of a method of ours, or of a part that the JDK lacks, and not to an
   * operator.
   */
  private static final Set<String> FOR_ENGINEERS =
      Set.of(
          "AttributeNotFoundException",
          "BadRequestException",
          "ClassNotFoundException",
          "IllegalStateException",
          "NoSuchFieldException",
          "NoSuchMethodException",
          "UncheckedIOException",
          "UnsupportedOperationException");

  /**
   * A message.
   *
   * @param source its class
   * @param parts the parts that are the same in each such message, in the order of the words
   */
  public record Message(String source, List<String> parts) {}

  private final List<Message> messages = new ArrayList<>();
  private final List<SourceText> texts = new ArrayList<>();
  private final Map<String, ExpressionTree> variables = new HashMap<>();
  private String source = "";

  private SourceMessages() {}

  /**
   * Reads sources.
   *
   * @param files Java sources, absolute or from the working directory
   */
  public static SourceMessages read(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    SourceMessages read = new SourceMessages();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        read.add(unit);
      }
    }
    return read;
  }

  private void add(CompilationUnitTree unit) {
    String path = unit.getSourceFile().getName();
    source = path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
    variables.clear();
    unit.accept(
        new TreeScanner<Void, Void>() {
          @Override
          public @Nullable Void visitVariable(VariableTree variable, Void nothing) {
            if (variable.getInitializer() != null) {
              variables.put(variable.getName().toString(), variable.getInitializer());
            }
            return super.visitVariable(variable, nothing);
          }
        },
        null);
    scan(unit, null);
  }

  /** Returns the messages, in the order of the files. */
  public List<Message> messages() {
    return messages;
  }

  /** Returns all texts, each whole: words that are added to a text are a part of the text. */
  public List<SourceText> texts() {
    return texts;
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
    if (isMessage(call.getMethodSelect())) {
      add(call.getArguments());
    }
    return super.visitMethodInvocation(call, nothing);
  }

  private static boolean isMessage(ExpressionTree method) {
    if (!(method instanceof MemberSelectTree select)) {
      return CALLS.contains(method.toString());
    }
    String of = select.getExpression().toString();
    String name = select.getIdentifier().toString();
    return CALLS.contains(name)
        || (name.equals("add") && of.equals("problems"))
        || (name.equals("write") && of.equals("log"));
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree made, Void nothing) {
    String type = made.getIdentifier().toString();
    if (type.endsWith("Exception") && !FOR_ENGINEERS.contains(type)) {
      add(made.getArguments());
    }
    return super.visitNewClass(made, nothing);
  }

  @Override
  public @Nullable Void visitBinary(BinaryTree sum, Void nothing) {
    if (sum.getKind() == Tree.Kind.PLUS) {
      texts.add(new SourceText(source, text(sum)));
      scanWithin(sum);
      return null;
    }
    return super.visitBinary(sum, nothing);
  }

  /**
   * Scans the values of a sum, and not its words, which are in one text with the words beside them.
   */
  private void scanWithin(ExpressionTree expression) {
    if (expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      scanWithin(sum.getLeftOperand());
      scanWithin(sum.getRightOperand());
    } else if (!(expression instanceof LiteralTree)) {
      scan(expression, null);
    }
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree literal, Void nothing) {
    if (literal.getValue() instanceof String) {
      texts.add(new SourceText(source, text(literal)));
    }
    return super.visitLiteral(literal, nothing);
  }

  private void add(List<? extends ExpressionTree> arguments) {
    List<String> parts =
        arguments.stream()
            .flatMap(argument -> new SourceText(source, text(argument)).parts().stream())
            .toList();
    messages.add(new Message(source, parts));
  }

  private String text(ExpressionTree expression) {
    StringBuilder text = new StringBuilder();
    addTo(text, expression, new HashSet<>());
    return text.toString();
  }

  private void addTo(StringBuilder text, ExpressionTree expression, Set<String> looked) {
    if (expression instanceof LiteralTree literal && literal.getValue() instanceof String words) {
      String value = String.valueOf(SourceText.VALUE);
      text.append(words.isEmpty() ? value : words.replace("{}", value)); // Empty at first alone.
    } else if (expression instanceof BinaryTree sum) {
      addTo(text, sum.getLeftOperand(), looked);
      addTo(text, sum.getRightOperand(), looked);
    } else if (expression instanceof ParenthesizedTree inner) {
      addTo(text, inner.getExpression(), looked);
    } else if (expression instanceof ConditionalExpressionTree choice) {
      text.append(SourceText.EITHER);
      addTo(text, choice.getTrueExpression(), looked);
      text.append(SourceText.OR);
      addTo(text, choice.getFalseExpression(), looked);
      text.append(SourceText.END);
    } else if (expression instanceof IdentifierTree name) {
      ExpressionTree value = variables.get(name.toString());
      if (value != null && looked.add(name.toString())) {
        addTo(text, value, looked);
      } else {
        text.append(SourceText.VALUE);
      }
    } else {
      text.append(SourceText.VALUE);
    }
  }
}
