package io.tributary.query.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tributary.query.targets.Networks.Block;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  private static final Networks NONE = new Networks(List.of());

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1",
      "100.127.255.255",
      "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
          "198.19.255.255",
      "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
      "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "fe80::1", "febf::1",
      "fec0::1", "fc00::1", "fdff::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "4000::1", "5f00::1"})
  void whatIsNotPublicIsNotReached(String address) throws Exception {
    assertEquals(false, NONE.mayReach(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
      "128.0.0.1",
      "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
          "223.255.255.255",
      "::ffff:8.8.8.8", "2001:4860:4860::8888", "2606:4700::1111", "2a00::1", "3ffe::1"})
  void whatIsPublicIsReached(String address) throws Exception {
    assertEquals(true, NONE.mayReach(InetAddress.getByName(address)));
  }

  @Test
  void whatIsAllowedIsReachedAndNothingBeside() throws Exception {
    var some = new Networks(List.of(Block.parse("10.1.0.0/16"), Block.parse("127.0.0.1/32"), Block.parse("fd00:1::/32")));
    for (var address : List.of("10.1.0.0", "10.1.255.255", "127.0.0.1", "fd00:1:2::3", "::ffff:10.1.2.3")) {
      assertEquals(true, some.mayReach(InetAddress.getByName(address)), address);
    }
    for (var address : List.of("10.0.255.255", "10.2.0.0", "127.0.0.2", "fd00:2::1", "169.254.169.254")) {
      assertEquals(false, some.mayReach(InetAddress.getByName(address)), address);
    }
    assertEquals(true, new Networks(List.of(Block.parse("0.0.0.0/0"))).mayReach(InetAddress.getByName("127.0.0.1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/-1", "fd00::/129", "fd00::1/8", "localhost/8",
      "10.0.0.0/8/8", "/8", "example.com/32"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Block.parse(text));
  }
}
