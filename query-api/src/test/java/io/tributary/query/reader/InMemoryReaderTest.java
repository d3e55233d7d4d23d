package io.tributary.query.reader;

import io.tributary.model.Directory;
import io.tributary.model.Quantity;
import java.util.List;
import java.util.Optional;

class InMemoryReaderTest extends UsageReaderContract {
  @Override
  protected UsageReader readerOf(Directory directory, List<Usage> usage) {
    return filled(directory, usage);
  }

  static InMemoryReader filled(Directory directory, List<Usage> usage) {
    var reader = new InMemoryReader();
    for (var one : usage) {
      int type = directory.catalogue().find(one.type()).orElseThrow().id();
      reader.add(directory, one.org(), type, one.hour(), Quantity.ofUnits(one.quantity()));
      Optional.ofNullable(one.tags().get("index"))
          .ifPresent(index -> reader.addNamed(one.org(), type, one.hour(), Optional.of(index), Quantity.ofUnits(one.quantity())));
    }
    return reader;
  }
}
