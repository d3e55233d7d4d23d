package io.tributary.query.reader;

import io.tributary.model.Directory;
import io.tributary.model.Quantity;
import java.util.List;

class InMemoryReaderTest extends UsageReaderContract {
  @Override
  protected UsageReader readerOf(Directory directory, List<Usage> usage) {
    return filled(directory, usage);
  }

  static InMemoryReader filled(Directory directory, List<Usage> usage) {
    var reader = new InMemoryReader();
    usage.forEach(one -> reader.add(directory, one.org(), directory.catalogue().find(one.type()).orElseThrow().id(), one.hour(),
        Quantity.ofUnits(one.quantity())));
    return reader;
  }
}
