package io.tributary.query.notify;

/** What is still to be told, kept beyond this process. */
interface Journal {
  /** An attempt failed and another one follows: whoever takes over shall know. */
  void failed(Delivery next);

  /** Nothing is left to do. */
  void settled(Delivery delivery);

  /**
   * It is given up.
   *
   * @throws RuntimeException when that could not be written: then it is not given up yet
   */
  void dead(Delivery delivery, String reason) throws InterruptedException;
}
