namespace Zhice.Records.Generating;

/// <summary>Words that synthetic records are made of: invented combinations of common technical words.</summary>
static class Vocabulary
{
    internal static readonly string[] Roots = Split("""
        智能 数据 图像 语音 网络 信号 模型 算法 存储 芯片 电池 电极 隔膜 储能 光伏 风力 氢气 燃料 涡轮 压缩 制冷 换热 蒸发 冷凝 过滤 吸附 催化 聚合 氧化 还原
        复合 纤维 陶瓷 玻璃 合金 钢板 铝材 涂层 薄膜 树脂 橡胶 塑料 纸张 纺织 印染 皮革 木材 家具 门窗 墙体 桥梁 隧道 道路 钻井 采煤 选矿 冶炼 铸造 焊接 切削
        磨削 冲压 模具 夹具 轴承 齿轮 阀门 管道 水泵 风机 电机 转子 定子 线圈 变压 逆变 整流 开关 继电 电缆 天线 滤波 放大 射频 雷达 激光 光纤 透镜 显示 背光
        触控 键盘 摄像 传感 测温 测压 流量 液位 振动 超声 核磁 射线 内镜 支架 导管 注射 输液 敷料 药物 抗体 疫苗 基因 蛋白 细胞 酶解 发酵 菌种 肥料 农药 种子
        播种 收割 灌溉 温室 养殖 饲料 屠宰 烘焙 饮料 茶叶 酿酒 乳品 果蔬 冷链 包装 物流 仓储 分拣 搬运 起重 电梯 无人 车辆 底盘 悬架 制动 转向 座椅 安全 充电
        轨道 船舶 螺旋 飞行 卫星 导航 定位 地图 通信 基站 路由 协议 加密 认证 支付 区块 合约 推荐 检索 翻译 识别 分割 检测 跟踪 预测 调度 优化 控制 仿真 孪生
        """);

    internal static readonly string[] Things = Split("装置 系统 设备 机构 组件 结构 电路 单元 模块 平台 材料 组合物 制剂 工艺 终端 仪器 工具 机器人 反应器 容器");

    internal static readonly string[] Verbs = Split("采集 获取 接收 计算 比较 生成 发送 调节 驱动 加热 冷却 混合 分离 固定 支撑 连接 密封 旋转 移动 存放 识别 判断 修正 输出 显示 记录 校准 清洗 干燥 成型");

    internal static readonly string[] Gains = Split("提高效率 降低成本 减少能耗 延长寿命 改善精度 增强稳定性 缩短时间 简化结构 便于维护 避免污染 节约空间 提升安全性 减小噪声 降低误差 提高良品率 扩大适用范围");

    internal static readonly string[] Names = Split("华 信 泰 恒 远 瑞 博 创 科 启 明 达 中 天 海 安 新 锐 德 润 通 联 光 宏 盛 源 力 晨 星 云 智 慧 方 正 金 诚 合 众 凯 佳");

    internal static readonly string[] Trades = Split("电子 机械 材料 生物 医药 能源 环保 信息 软件 通信 汽车 航空 化工 食品 农业 建筑 纺织 仪器 半导体 新材料");

    internal static readonly string[] Surnames = Split("王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹");

    internal static readonly string[] Given = Split("伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 华 英 文 玉 建 国 红 志 海 春 晓 雪 梅 宇 浩 轩 欣 然 子 涵");

    internal static readonly string[] Classes = Split("""
        A01B A01C A01G A01K A21D A23L A23F A41D A43B A47B A47J A61B A61F A61K A61M A61P A63B B01D B01J B05B B07C B08B B21D B22D B23K B23P B23Q B24B B25J B29C B32B B41J B60C B60K B60L B60R B60W B61L
        B62D B63B B64C B64U B65B B65D B65G B66B B66C C02F C03B C04B C05G C07C C07D C07K C08F C08G C08L C09D C09J C12N C12Q C21D C22C C23C C25D D01F D03D D06M D21H E01C E02D E04B E04G E05B E06B E21B
        E21D F01D F02C F03D F04B F04D F16B F16C F16H F16K F16L F21V F24F F24S F25B F26B F28D G01B G01C G01D G01F G01J G01L G01M G01N G01R G01S G01V G02B G02F G03F G05B G05D G06F G06K G06N G06Q G06T
        G06V G07C G08B G08G G09B G09F G09G G10L G11C G16H G21C H01B H01F H01H H01L H01M H01P H01Q H01R H01S H02B H02G H02H H02J H02K H02M H02P H02S H03F H03K H03M H04B H04L H04N H04R H04W H05B H05K H10K
        """);

    static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
