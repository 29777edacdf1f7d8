export interface BrokerPorts {
  plain: number;
  controller: number;
  secure: number;
}

/** One account on a listener with TLS, by SCRAM-SHA-512, SCRAM-SHA-256 and PLAIN. */
export interface BrokerAccount {
  username: string;
  password: string;
}

export interface BrokerKeys {
  keystore: string;
  password: string;
}

interface BrokerSetup {
  folder: string;
  ports: BrokerPorts;
  /** The port of the plain listener that clients are told. */
  advertised: number;
  secure?: { account: BrokerAccount; keys: BrokerKeys };
  more: Record<string, string>;
}

/** The configuration of a single node that is broker and controller. */
export function brokerProperties({ folder, ports, advertised, secure, more }: BrokerSetup): string {
  const others = secure ? [`SASL_SSL://127.0.0.1:${ports.secure}`] : [];
  const controller = `CONTROLLER://127.0.0.1:${ports.controller}`;
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL',
    'inter.broker.listener.name': 'PLAINTEXT',
    listeners: [`PLAINTEXT://127.0.0.1:${ports.plain}`, ...others, controller].join(','),
    'advertised.listeners': [`PLAINTEXT://127.0.0.1:${advertised}`, ...others].join(','),
    'log.dirs': folder,
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '4',
    'group.initial.rebalance.delay.ms': '0',
    // A killed broker may register again only when its old session is over.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    ...(secure && secureProperties(secure.account, secure.keys)),
    ...more,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function secureProperties({ username, password }: BrokerAccount, keys: BrokerKeys): Record<string, string> {
  const listener = 'listener.name.sasl_ssl';
  const module = 'org.apache.kafka.common.security';
  const scram = `${module}.scram.ScramLoginModule required;`;
  return {
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512,SCRAM-SHA-256,PLAIN',
    [`${listener}.scram-sha-512.sasl.jaas.config`]: scram,
    [`${listener}.scram-sha-256.sasl.jaas.config`]: scram,
    [`${listener}.plain.sasl.jaas.config`]: `${module}.plain.PlainLoginModule required user_${username}="${password}";`,
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': keys.keystore,
    'ssl.keystore.password': keys.password,
  };
}
