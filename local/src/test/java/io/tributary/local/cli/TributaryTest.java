package io.tributary.local.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class TributaryTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpExplainsEverything() {
    assertEquals(0, run("--help"));
    for (var word : new String[] {"bench", "TRIBUTARY_JAVA_HOME", "TRIBUTARY_JAVA_OPTS"}) {
      assertTrue(out.toString().contains(word), out.toString());
    }
  }

  @Test
  void noCommandAndAnUnknownOneAreUsageErrors() {
    assertEquals(2, run());
    assertEquals(2, run("dmeo"));
    assertTrue(err.toString().contains("dmeo"), err.toString());
  }

  @Test
  void aSpikeIsOfAnOrgThatIsThereAndOfTheLiveFeed() {
    assertEquals(2, run("demo", "--spike", "Nobody"));
    assertTrue(err.toString().contains("no org with the name or public id 'Nobody'"), err.toString());
    assertEquals(2, run("demo", "--spike", "Corvane Europe", "--rate", "0"));
    assertTrue(err.toString().contains("--rate must not be 0"), err.toString());
  }

  @Test
  void aForeseenFailureIsOneLine() {
    assertEquals(1, run("refuse"));
    assertEquals("tributary: port 1 is taken", err.toString().strip());
  }

  private int run(String... words) {
    return Tributary.commandLine().addSubcommand(new Refuse()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
  }

  @Command(name = "refuse")
  private static final class Refuse implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalStateException("port 1 is taken");
    }
  }
}
