import { connectionOf, createTopics, type TopicReport, topicSpecs } from '@tillwatch/kafka';
import { type Log, readSettings, SettingError } from '@tillwatch/kernel';

/**
 * `npm run topics`: creates the topics that do not exist yet; those that do are compared and left alone. Exit status 0 when
 * all are as specified, 1 when one is not or Kafka cannot be asked, 2 when a setting is wrong.
 */
const log: Log = { debug() {}, info() {}, warn: () => {}, error: console.error };

try {
  const { kafka } = readSettings(process.env);
  if (!kafka) throw new SettingError('TILLWATCH_KAFKA_BROKERS is not set.', '未设置 TILLWATCH_KAFKA_BROKERS。');
  const specs = topicSpecs.map((spec) => ({ ...spec, name: kafka.prefix + spec.name }));
  const reports = await createTopics(await connectionOf(kafka, 'tillwatch-topics'), specs, log);
  reports.forEach(print);
  process.exitCode = reports.some(({ outcome }) => outcome === 'different') ? 1 : 0;
} catch (error) {
  const isSetting = error instanceof SettingError;
  console.error(
    isSetting ? `${error.message}\n${error.zh}` : `${(error as Error).message}\nKafka 没有响应或拒绝了请求。`,
  );
  process.exitCode = isSetting ? 2 : 1;
}

function print({ topic, outcome, differences }: TopicReport): void {
  const words = { created: 'created / 已创建', same: 'as specified / 符合规格', different: 'DIFFERENT / 不一致' };
  console.log(`${topic}: ${words[outcome]}`);
  for (const { setting, wanted, found } of differences) {
    console.log(`  ${setting}: ${found}, specified / 规格: ${wanted}`);
  }
}
