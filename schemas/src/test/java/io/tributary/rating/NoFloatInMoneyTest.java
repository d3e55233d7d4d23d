package io.tributary.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Money never passes through a float or a double. This reads the compiled classes, so it sees what no source rule sees: a cast, a
 * constant, a local variable, a method that returns one.
 */
class NoFloatInMoneyTest {
  /** Everything that makes an amount, and what it is made of; {@code $} for nested classes. */
  private static final Pattern MONEY = Pattern.compile("io/tributary/(rating/.*|model/(Contract|RateCard|Rate|Pricing|Quantity|MonthCell)"
      + "|rules/(Monthly|ContractRules|RateRules|PricingRules|MoneyRules|ClosedTerms|Numbers)"
      + "|topics/ContractRecords|codec/JsonFields)(\\$.*)?\\.class");

  @Test
  void moneyNeverPassesThroughAFloat() throws IOException, URISyntaxException {
    var root = Path.of(Rating.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var found = new TreeSet<String>();
    var seen = new TreeSet<String>();
    try (var files = Files.walk(root)) {
      for (var file : files.filter(each -> MONEY.matcher(name(root, each)).matches()).toList()) {
        seen.add(name(root, file));
        found.addAll(floats(Files.readAllBytes(file)));
      }
    }
    assertEquals(List.of(), List.copyOf(found));
    assertTrue(seen.size() > 30 && seen.containsAll(List.of("io/tributary/rating/Rating.class", "io/tributary/model/Rate$Price$Flat.class",
        "io/tributary/rules/PricingRules.class")), seen::toString);
  }

  private static String name(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** Each way in which a float could creep in; the check must see every one. */
  private static final class Offenders {
    record AField(double value) {}

    interface AParameter {
      void pay(BigDecimal amount, float factor);
    }

    interface AnArray {
      double[][] prices();
    }

    interface ABox {
      Double price();
    }

    static final class ACast {
      static int half(int units) {
        return (int) (units * 0.5);
      }
    }

    static final class ACall {
      static boolean cheap(BigDecimal amount) {
        return amount.doubleValue() < 1;
      }
    }

    static final class AConstructor {
      static BigDecimal price() {
        return new BigDecimal(0.1);
      }
    }

    static final class ARounding {
      static long rounded(long units) {
        return Math.round(units / 3f);
      }
    }

    static final class ALambda {
      static Supplier<Number> price(Object amount) {
        return () -> (Double) amount;
      }
    }

    static final class AStream {
      static Object sum(Stream<BigDecimal> amounts) {
        return amounts.mapToDouble(BigDecimal::doubleValue);
      }
    }
  }

  @Test
  void everyWayInIsSeen() throws IOException {
    for (var offender : Offenders.class.getDeclaredClasses()) {
      assertTrue(!floats(bytes(offender)).isEmpty(), offender + " uses a float");
    }
    assertEquals(10, Offenders.class.getDeclaredClasses().length);
    assertEquals(List.of(), floats(bytes(SomeUsage.class)), "a class without any");
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream(type.getName().substring(type.getPackageName().length() + 1) + ".class")) {
      return in.readAllBytes();
    }
  }

  private static List<String> floats(byte[] bytes) {
    var type = ClassFile.of().parse(bytes);
    var found = new ArrayList<String>();
    var name = type.thisClass().asInternalName();
    type.fields().stream().filter(field -> floating(field.fieldTypeSymbol())).forEach(field -> found.add(name + "." + field.fieldName()));
    for (var method : type.methods()) {
      boolean code = method.code().stream().flatMap(body -> body.elementStream()).anyMatch(NoFloatInMoneyTest::floating);
      if (code || floating(method.methodTypeSymbol())) {
        found.add(name + "." + method.methodName() + "()");
      }
    }
    return found;
  }

  private static boolean floating(CodeElement element) {
    return switch (element) {
      case LoadInstruction load -> floating(load.typeKind());
      case StoreInstruction store -> floating(store.typeKind());
      case ArrayLoadInstruction load -> floating(load.typeKind());
      case ArrayStoreInstruction store -> floating(store.typeKind());
      case NewPrimitiveArrayInstruction array -> floating(array.typeKind());
      case ConstantInstruction constant -> floating(constant.typeKind());
      case OperatorInstruction operator -> floating(operator.typeKind());
      case ConvertInstruction convert -> floating(convert.fromType()) || floating(convert.toType());
      case FieldInstruction field -> floating(field.typeSymbol());
      case InvokeInstruction call -> floating(call.typeSymbol()) || floating(call.owner().asSymbol());
      case InvokeDynamicInstruction call -> floating(call.typeSymbol());
      case TypeCheckInstruction check -> floating(check.type().asSymbol());
      default -> false;
    };
  }

  private static boolean floating(TypeKind kind) {
    return kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
  }

  private static boolean floating(MethodTypeDesc method) {
    return floating(method.returnType()) || method.parameterList().stream().anyMatch(NoFloatInMoneyTest::floating);
  }

  /** The primitives, their boxes, their streams and functions, and arrays of them. */
  private static boolean floating(ClassDesc type) {
    if (type.isArray()) {
      return floating(type.componentType());
    }
    return type.equals(ConstantDescs.CD_double) || type.equals(ConstantDescs.CD_float)
        || type.packageName().startsWith("java.") && (type.displayName().contains("Double") || type.displayName().contains("Float"));
  }
}
