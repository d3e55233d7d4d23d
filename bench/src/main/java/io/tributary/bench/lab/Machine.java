package io.tributary.bench.lab;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;

/** What a figure was measured on. */
public record Machine(int cores, String cpu, long memoryBytes, String system, String jdk, String kafka) {
  public static Machine here() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(system.getAvailableProcessors(), model(), system.getTotalMemorySize(),
        system.getName() + " " + system.getVersion() + " " + system.getArch(), Runtime.version().toString(), AppInfoParser.getVersion());
  }

  private static String model() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown model");
    } catch (IOException e) {
      return "unknown model"; // not Linux
    }
  }

  /** In one line. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d cores (%s), %.0f GB, %s, JDK %s, Kafka %s", cores, cpu, memoryBytes / 1e9, system, jdk, kafka);
  }
}
